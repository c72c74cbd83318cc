import { readSize } from '../common/size.ts';
import { child, list, some } from '../table/child.ts';
import { oneOf, str, uint } from '../table/codec.ts';
import { attr, attrRequired, properties, type Field, type Required } from '../table/field.ts';
import { missingAttribute } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';

/** `<cache>`: caches of the host's CPUs above the first level. */
export interface HostCaches {
  banks: CacheBankDescription[];
  monitor?: ResourceMonitorDescription;
}

/** `<bank>`: one cache. */
export interface CacheBankDescription {
  id: number;
  level: number;
  type: CacheKind;
  /** Bytes. */
  size: number;
  /** CPUs that share it, such as `0-3,8`. */
  cpus: string;
  controls?: CacheControlDescription[];
}

export type CacheKind = 'both' | 'code' | 'data';

/** `<control>`: in which steps guests can have a part of a cache for themselves. */
export interface CacheControlDescription {
  /** Bytes. */
  granularity: number;
  /** The least part, bytes; where it is more than one step. */
  min?: number;
  type: CacheKind;
  maxAllocs: number;
}

/** `<monitor>`: how the use of caches, or of memory, can be watched. */
export interface ResourceMonitorDescription {
  /** Of a cache. */
  level?: number;
  /** Bytes below which a monitor that was given back may be used again. */
  reuseThreshold?: number;
  maxMonitors: number;
  /** `llc_occupancy`, `mbm_total_bytes`, `mbm_local_bytes`. */
  features: string[];
}

/** `<memory_bandwidth>`: how the way to memory can be divided. */
export interface HostMemoryBandwidth {
  nodes: MemoryBandwidthNode[];
  monitor?: ResourceMonitorDescription;
}

/** `<node>`: CPUs that share a way to memory. */
export interface MemoryBandwidthNode {
  id: number;
  cpus: string;
  controls?: MemoryBandwidthControlDescription[];
}

/** `<control>`: percent. */
export interface MemoryBandwidthControlDescription {
  granularity: number;
  min?: number;
  maxAllocs: number;
}

const kind = oneOf('both', 'code', 'data');

/** The table of `<cache>`. */
export function cacheBanks(): Table<HostCaches> {
  const control = table<CacheControlDescription>(() => ({
    granularity: sizeWithUnit('granularity', 'min'),
    min: sizeBeside('min'),
    type: attrRequired('type', kind),
    maxAllocs: attrRequired('maxAllocs', uint),
  }));
  const bank = table<CacheBankDescription>(() => ({
    id: attrRequired('id', uint),
    level: attrRequired('level', uint),
    type: attrRequired('type', kind),
    size: sizeWithUnit('size'),
    cpus: attrRequired('cpus', str),
    controls: some('control', control),
  }));
  return table<HostCaches>(() => ({ banks: list('bank', bank), monitor: monitor() }));
}

/** The table of `<memory_bandwidth>`. */
export function memoryBandwidth(): Table<HostMemoryBandwidth> {
  const control = table<MemoryBandwidthControlDescription>(() => ({
    granularity: attrRequired('granularity', uint),
    min: attr('min', uint),
    maxAllocs: attrRequired('maxAllocs', uint),
  }));
  const node = table<MemoryBandwidthNode>(() => ({
    id: attrRequired('id', uint),
    cpus: attrRequired('cpus', str),
    controls: some('control', control),
  }));
  return table<HostMemoryBandwidth>(() => ({ nodes: list('node', node), monitor: monitor() }));
}

function monitor(): Field<ResourceMonitorDescription> {
  return child(
    'monitor',
    table<ResourceMonitorDescription>(() => ({
      level: attr('level', uint),
      reuseThreshold: attr('reuseThreshold', uint),
      maxMonitors: attrRequired('maxMonitors', uint),
      features: properties('feature', 'name', str),
    })),
    { empty: 'keep' },
  );
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes, written with their `unit`; `beside`: another size that shares it. */
function sizeWithUnit(name: string, beside?: string): Required<number> {
  return {
    attributes: [name, 'unit'],
    children: [],
    required: true,
    read(element) {
      const text = element.attr(name);
      if (text === undefined) throw missingAttribute(element, name);
      return Number(readSize(element, text, 'B'));
    },
    writeAttributes(value, out, owner) {
      const other = beside === undefined ? undefined : ((owner as Record<string, unknown>)[beside] as number | undefined);
      const power = largestUnit(other === undefined ? [value] : [value, other]);
      out.xml.attr(name, String(value / 1024 ** power));
      if (beside !== undefined && other !== undefined) out.xml.attr(beside, String(other / 1024 ** power));
      out.xml.attr('unit', units[power] ?? 'B');
    },
    schema: () => ({ type: 'integer', minimum: 0 }),
  };
}

/** The size that is written beside another. */
function sizeBeside(name: string): Field<number> {
  return {
    attributes: [name],
    children: [],
    read(element) {
      const text = element.attr(name);
      return text === undefined ? undefined : Number(readSize(element, text, 'B'));
    },
    schema: () => ({ type: 'integer', minimum: 0 }),
  };
}

/** The largest unit in which all sizes are whole. */
function largestUnit(sizes: readonly number[]): number {
  let power = 0;
  while (power < units.length - 1 && sizes.every((size) => size > 0 && size % 1024 ** (power + 1) === 0)) power += 1;
  return power;
}
