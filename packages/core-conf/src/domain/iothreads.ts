import { int, uint64, positive, uint, type Int64 } from '../table/codec.ts';
import { attr, attrRequired } from '../table/field.ts';
import { child } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

/** `<iothread>`: a thread that serves disks. */
export interface Iothread {
  id: number;
  threadPoolMin?: number;
  threadPoolMax?: number;
  poll?: IothreadPoll;
}

/** Busy waiting for requests, in nanoseconds. */
export interface IothreadPoll {
  max?: Int64;
  grow?: Int64;
  shrink?: Int64;
}

/** `<defaultiothread>`: the thread pool of the main loop. */
export interface DefaultIothread {
  threadPoolMin?: number;
  threadPoolMax?: number;
}

export const iothread: Table<Iothread> = table<Iothread>(() => ({
  id: attrRequired('id', positive),
  threadPoolMin: attr('thread_pool_min', int),
  threadPoolMax: attr('thread_pool_max', int),
  poll: child(
    'poll',
    table<IothreadPoll>(() => ({ max: attr('max', uint64), grow: attr('grow', uint64), shrink: attr('shrink', uint64) })),
  ),
}));

export const defaultIothread: Table<DefaultIothread> = table<DefaultIothread>(() => ({
  threadPoolMin: attr('thread_pool_min', uint),
  threadPoolMax: attr('thread_pool_max', uint),
}));
