import { hex64, oneOf, str, uint, yesNo, type Int64 } from '../../table/codec.ts';
import { attr, attrRequired, flag, leaf, property, type Field } from '../../table/field.ts';
import { child, childRequired, within } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { kib, kibRequired } from '../../common/size.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<memory>` among the devices: memory that can be plugged in. Sizes in KiB. */
export interface MemoryDevice extends DeviceInfo {
  model: 'dimm' | 'nvdimm' | 'virtio-pmem' | 'virtio-mem' | 'sgx-epc';
  access?: 'shared' | 'private';
  discard?: boolean;
  uuid?: string;
  source?: MemorySource;
  target: MemoryTarget;
}

export interface MemorySource {
  path?: string;
  pagesize?: number;
  alignsize?: number;
  pmem?: true;
  /** Host NUMA nodes, such as `0-1`. */
  nodemask?: string;
}

export interface MemoryTarget {
  dynamicMemslots?: boolean;
  size: number;
  /** NUMA node of the guest. */
  node?: number;
  label?: number;
  readonly?: true;
  block?: number;
  requested?: number;
  /** What a running guest uses at present. */
  current?: number;
  address?: Int64;
}

const source: Table<MemorySource> = table<MemorySource>(() => ({
  path: leaf('path', str),
  nodemask: leaf('nodemask', str),
  pagesize: kib('pagesize'),
  alignsize: kib('alignsize'),
  pmem: flag('pmem'),
}));

const label: Field<number> = within('label', kib('size'));

const target: Table<MemoryTarget> = table<MemoryTarget>(() => ({
  dynamicMemslots: attr('dynamicMemslots', yesNo),
  size: kibRequired('size'),
  node: leaf('node', uint),
  label,
  readonly: flag('readonly'),
  block: kib('block'),
  requested: kib('requested'),
  current: kib('current'),
  address: property('address', 'base', hex64(1)),
}));

export const memoryDevice: Table<MemoryDevice> = table<MemoryDevice>(() => ({
  model: attrRequired('model', oneOf('dimm', 'nvdimm', 'virtio-pmem', 'virtio-mem', 'sgx-epc')),
  access: attr('access', oneOf('shared', 'private')),
  discard: attr('discard', yesNo),
  uuid: leaf('uuid', str),
  source: child('source', source),
  target: childRequired('target', target),
  ...deviceInfo,
}));
