import { int, int64, oneOf, str, uint, uint64, type Int64 } from '../table/codec.ts';
import { attr, attrRequired, leaf } from '../table/field.ts';
import { child, some } from '../table/child.ts';
import { table, type Fields, type Table } from '../table/table.ts';

/** `<cputune>`: how much CPU time, on which CPUs, with which priority. */
export interface Cputune {
  shares?: Int64;
  /** Microseconds. */
  period?: Int64;
  /** Microseconds in each period; negative: no limit. */
  quota?: Int64;
  globalPeriod?: Int64;
  globalQuota?: Int64;
  emulatorPeriod?: Int64;
  emulatorQuota?: Int64;
  iothreadPeriod?: Int64;
  iothreadQuota?: Int64;
  vcpupin?: VcpuPin[];
  emulatorpin?: { cpuset: string };
  iothreadpin?: IothreadPin[];
  vcpusched?: (Sched & { vcpus: string })[];
  iothreadsched?: (Sched & { iothreads: string })[];
  emulatorsched?: Sched;
  cachetune?: Cachetune[];
  memorytune?: Memorytune[];
}

export interface VcpuPin {
  vcpu: number;
  /** Host CPUs, such as `0-3,^2`. */
  cpuset: string;
}

export interface IothreadPin {
  iothread: number;
  cpuset: string;
}

export interface Sched {
  scheduler: 'batch' | 'idle' | 'fifo' | 'rr';
  /** Schedulers `fifo` and `rr`. */
  priority?: number;
}

/** Shares of the host's CPU cache. */
export interface Cachetune {
  vcpus: string;
  id?: string;
  caches?: CacheAllocation[];
  monitors?: { level: number; vcpus: string }[];
}

export interface CacheAllocation {
  id: number;
  level: number;
  type: 'both' | 'code' | 'data';
  size: Int64;
  unit?: string;
}

/** Shares of the host's memory bandwidth. */
export interface Memorytune {
  vcpus: string;
  id?: string;
  nodes?: { id: number; bandwidth: number }[];
  monitors?: { vcpus: string }[];
}

const sched: Fields<Sched> = {
  scheduler: attrRequired('scheduler', oneOf('batch', 'idle', 'fifo', 'rr')),
  priority: attr('priority', int),
};

const cachetune: Table<Cachetune> = table<Cachetune>(() => ({
  vcpus: attrRequired('vcpus', str),
  id: attr('id', str),
  caches: some(
    'cache',
    table<CacheAllocation>(() => ({
      id: attrRequired('id', uint),
      level: attrRequired('level', uint),
      type: attrRequired('type', oneOf('both', 'code', 'data')),
      size: attrRequired('size', uint64),
      unit: attr('unit', str),
    })),
  ),
  monitors: some(
    'monitor',
    table<{ level: number; vcpus: string }>(() => ({ level: attrRequired('level', uint), vcpus: attrRequired('vcpus', str) })),
  ),
}));

const memorytune: Table<Memorytune> = table<Memorytune>(() => ({
  vcpus: attrRequired('vcpus', str),
  id: attr('id', str),
  nodes: some(
    'node',
    table<{ id: number; bandwidth: number }>(() => ({ id: attrRequired('id', uint), bandwidth: attrRequired('bandwidth', uint) })),
  ),
  monitors: some('monitor', table<{ vcpus: string }>(() => ({ vcpus: attrRequired('vcpus', str) }))),
}));

export const cputune: Table<Cputune> = table<Cputune>(() => ({
  shares: leaf('shares', uint64),
  period: leaf('period', uint64),
  quota: leaf('quota', int64),
  globalPeriod: leaf('global_period', uint64),
  globalQuota: leaf('global_quota', int64),
  emulatorPeriod: leaf('emulator_period', uint64),
  emulatorQuota: leaf('emulator_quota', int64),
  iothreadPeriod: leaf('iothread_period', uint64),
  iothreadQuota: leaf('iothread_quota', int64),
  vcpupin: some('vcpupin', table<VcpuPin>(() => ({ vcpu: attrRequired('vcpu', uint), cpuset: attrRequired('cpuset', str) }))),
  emulatorpin: child('emulatorpin', table<{ cpuset: string }>(() => ({ cpuset: attrRequired('cpuset', str) })), {
    only: { detail: 'only one emulatorpin is supported' },
  }),
  iothreadpin: some(
    'iothreadpin',
    table<IothreadPin>(() => ({ iothread: attrRequired('iothread', uint), cpuset: attrRequired('cpuset', str) })),
  ),
  emulatorsched: child('emulatorsched', table<Sched>(sched), { only: { detail: 'only one emulatorsched is supported' } }),
  vcpusched: some('vcpusched', table<Sched & { vcpus: string }>(() => ({ vcpus: attrRequired('vcpus', str), ...sched }))),
  iothreadsched: some(
    'iothreadsched',
    table<Sched & { iothreads: string }>(() => ({ iothreads: attrRequired('iothreads', str), ...sched })),
  ),
  cachetune: some('cachetune', cachetune),
  memorytune: some('memorytune', memorytune),
}));
