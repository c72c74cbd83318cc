import { int, oneOf, str, uint, uint64, yesNo, onOff, positive, type Int64 } from '../table/codec.ts';
import { attr, attrRequired, leaf, silent, text } from '../table/field.ts';
import { child, childRequired, some, within } from '../table/child.ts';
import { table, type Fields, type Table } from '../table/table.ts';
import { kibAttribute } from '../common/size.ts';

/** `<cpu>`: the guest's processor. */
export interface Cpu {
  mode?: 'custom' | 'host-model' | 'host-passthrough' | 'maximum';
  match?: 'minimum' | 'exact' | 'strict';
  /** How exactly the real CPU is compared with the wanted one. */
  check?: 'none' | 'partial' | 'full';
  migratable?: boolean;
  model?: CpuModel;
  vendor?: string;
  topology?: CpuTopology;
  cache?: { level?: number; mode: 'emulate' | 'passthrough' | 'disable' };
  maxphysaddr?: CpuMaxPhysAddr;
  features?: CpuFeature[];
  numa?: Numa;
}

export interface CpuModel {
  name?: string;
  fallback?: 'allow' | 'forbid';
  vendorId?: string;
}

/** `<maxphysaddr>`: how many bits a physical address has. */
export interface CpuMaxPhysAddr {
  mode: 'emulate' | 'passthrough';
  bits?: number;
  limit?: number;
}

export interface CpuTopology {
  sockets: number;
  dies?: number;
  clusters?: number;
  cores: number;
  threads: number;
}

export interface CpuFeature {
  name: string;
  policy?: 'force' | 'require' | 'optional' | 'disable' | 'forbid';
}

/** `<numa>`: the guest's NUMA nodes. */
export interface Numa {
  cells?: NumaCell[];
  interconnects?: Interconnects;
}

export interface NumaCell {
  id?: number;
  /** Virtual CPUs, such as `0-3`. */
  cpus?: string;
  /** KiB. */
  memory: number;
  memAccess?: 'shared' | 'private';
  discard?: boolean;
  distances?: { id: number; value: number }[];
  caches?: NumaCache[];
}

export interface NumaCache {
  level: number;
  associativity: 'none' | 'direct' | 'full';
  policy: 'none' | 'writeback' | 'writethrough';
  size: CacheSize;
  line: CacheSize;
}

export interface CacheSize {
  value: Int64;
  unit?: string;
}

export interface Interconnects {
  latencies?: Latency[];
  bandwidths?: Latency[];
}

export interface Latency {
  initiator: number;
  target: number;
  cache?: number;
  type: 'access' | 'read' | 'write';
  value: Int64;
  unit?: string;
}

export const cpuModel: Table<CpuModel> = table<CpuModel>(() => ({
  fallback: attr('fallback', oneOf('allow', 'forbid')),
  vendorId: attr('vendor_id', str),
  name: text(str),
}));

const topology: Table<CpuTopology> = table<CpuTopology>(() => ({
  sockets: attrRequired('sockets', positive),
  dies: attr('dies', positive),
  clusters: attr('clusters', positive),
  cores: attrRequired('cores', positive),
  threads: attrRequired('threads', positive),
}));

export const cpuFeature: Table<CpuFeature> = table<CpuFeature>(() => ({
  policy: attr('policy', oneOf('force', 'require', 'optional', 'disable', 'forbid')),
  name: attrRequired('name', str),
}));

export const cpuMaxPhysAddr: Table<CpuMaxPhysAddr> = table<CpuMaxPhysAddr>(() => ({
  mode: attrRequired('mode', oneOf('emulate', 'passthrough')),
  bits: attr('bits', uint),
  limit: attr('limit', uint),
}));

const cacheSize: Table<CacheSize> = table<CacheSize>(() => ({ value: attrRequired('value', uint64), unit: attr('unit', str) }));

export const numaCache: Table<NumaCache> = table<NumaCache>(() => ({
  level: attrRequired('level', uint),
  associativity: attrRequired('associativity', oneOf('none', 'direct', 'full')),
  policy: attrRequired('policy', oneOf('none', 'writeback', 'writethrough')),
  size: childRequired('size', cacheSize),
  line: childRequired('line', cacheSize),
}));

const cell: Table<NumaCell> = table<NumaCell>(() => ({
  id: attr('id', uint),
  cpus: attr('cpus', str),
  memory: kibAttribute('memory'),
  memAccess: attr('memAccess', oneOf('shared', 'private')),
  discard: attr('discard', yesNo),
  distances: within(
    'distances',
    some(
      'sibling',
      table<{ id: number; value: number }>(() => ({ id: attrRequired('id', uint), value: attrRequired('value', uint) })),
    ),
  ),
  caches: some('cache', numaCache),
}));

const latency: Table<Latency> = table<Latency>(() => ({
  initiator: attrRequired('initiator', uint),
  target: attrRequired('target', uint),
  cache: attr('cache', uint, { omit: 0 }),
  type: attrRequired('type', oneOf('access', 'read', 'write')),
  value: attrRequired('value', uint64),
  unit: attr('unit', str),
}));

export const interconnects: Table<Interconnects> = table<Interconnects>(() => ({
  latencies: some('latency', latency),
  bandwidths: some('bandwidth', latency),
}));

const numa: Table<Numa> = table<Numa>(() => ({
  cells: some('cell', cell),
  interconnects: child('interconnects', interconnects),
}));

/** What a guest's CPU has in common with one that stands alone. */
export const cpuFields = (): Fields<Cpu> => ({
  mode: attr('mode', oneOf('custom', 'host-model', 'host-passthrough', 'maximum')),
  match: attr('match', oneOf('minimum', 'exact', 'strict')),
  check: attr('check', oneOf('none', 'partial', 'full')),
  migratable: attr('migratable', onOff),
  // Whether it may be replaced says nothing as long as no model is named, but counts for the one that will be.
  model: silent(child('model', cpuModel), ({ name, vendorId }) => name === undefined && vendorId === undefined),
  vendor: leaf('vendor', str),
  topology: child('topology', topology),
  cache: child(
    'cache',
    table<NonNullable<Cpu['cache']>>(() => ({
      level: attr('level', int),
      mode: attrRequired('mode', oneOf('emulate', 'passthrough', 'disable')),
    })),
  ),
  maxphysaddr: child('maxphysaddr', cpuMaxPhysAddr),
  features: some('feature', cpuFeature),
  numa: child('numa', numa),
});

export const cpu: Table<Cpu> = table<Cpu>(cpuFields);
