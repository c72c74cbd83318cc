import { oneOf, onOff, uint } from '../../table/codec.ts';
import { attr, attrRequired, property } from '../../table/field.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, virtioDriver, type DeviceInfo, type VirtioOptions } from './device-info.ts';

/** `<memballoon>`: takes memory back from the guest. */
export interface Memballoon extends DeviceInfo {
  model: 'virtio' | 'virtio-transitional' | 'virtio-non-transitional' | 'xen' | 'none';
  autodeflate?: boolean;
  freePageReporting?: boolean;
  /** Seconds between two memory statistics. */
  statsPeriod?: number;
  driver?: VirtioOptions;
}

export const memballoon: Table<Memballoon> = table<Memballoon>(() => ({
  model: attrRequired('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional', 'xen', 'none')),
  autodeflate: attr('autodeflate', onOff),
  freePageReporting: attr('freePageReporting', onOff),
  statsPeriod: property('stats', 'period', uint),
  ...deviceInfo,
  driver: child('driver', virtioDriver),
}));
