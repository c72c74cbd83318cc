import { oneOf, onOff, str, uint } from '../table/codec.ts';
import { attr, flag, property } from '../table/field.ts';
import { child, some } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';
import { kib, kibAttribute, kibText } from '../common/size.ts';

/** `<memory>`: what the guest has at start. */
export interface Memory {
  /** KiB. */
  size: number;
  /** Whether a core dump of the hypervisor contains the guest's memory. */
  dumpCore?: boolean;
}

/** `<maxMemory>`: up to where memory can be plugged in. */
export interface MaxMemory {
  size: number;
  slots?: number;
}

/** `<memoryBacking>`: what the guest's memory is made of on the host. */
export interface MemoryBacking {
  hugepages?: { pages?: HugePage[] };
  nosharepages?: true;
  locked?: true;
  source?: 'file' | 'anonymous' | 'memfd';
  access?: 'shared' | 'private';
  allocation?: { mode?: 'immediate' | 'ondemand'; threads?: number };
  discard?: true;
}

export interface HugePage {
  /** KiB. */
  size: number;
  /** NUMA nodes of the guest, such as `0-1,3`. */
  nodeset?: string;
}

/** `<memtune>`: limits in KiB. */
export interface Memtune {
  hardLimit?: number;
  softLimit?: number;
  minGuarantee?: number;
  swapHardLimit?: number;
}

export const memory: Table<Memory> = table<Memory>(() => ({ dumpCore: attr('dumpCore', onOff), size: kibText }));

export const maxMemory: Table<MaxMemory> = table<MaxMemory>(() => ({ slots: attr('slots', uint), size: kibText }));

const hugePage: Table<HugePage> = table<HugePage>(() => ({ size: kibAttribute('size'), nodeset: attr('nodeset', str) }));

export const memoryBacking: Table<MemoryBacking> = table<MemoryBacking>(() => ({
  hugepages: child('hugepages', table<{ pages?: HugePage[] }>(() => ({ pages: some('page', hugePage) })), { empty: 'keep' }),
  nosharepages: flag('nosharepages'),
  locked: flag('locked'),
  source: property('source', 'type', oneOf('file', 'anonymous', 'memfd')),
  access: property('access', 'mode', oneOf('shared', 'private')),
  allocation: child(
    'allocation',
    table<NonNullable<MemoryBacking['allocation']>>(() => ({
      mode: attr('mode', oneOf('immediate', 'ondemand')),
      threads: attr('threads', uint),
    })),
  ),
  discard: flag('discard'),
}));

export const memtune: Table<Memtune> = table<Memtune>(() => ({
  hardLimit: kib('hard_limit'),
  softLimit: kib('soft_limit'),
  minGuarantee: kib('min_guarantee'),
  swapHardLimit: kib('swap_hard_limit'),
}));
