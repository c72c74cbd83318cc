import { oneOf, uint, yesNo } from '../../table/codec.ts';
import { attr } from '../../table/field.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, virtioDriver, virtioModels, type DeviceInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';

/** `<vsock>`: sockets between host and guest. */
export interface Vsock extends DeviceInfo {
  model?: VirtioModel;
  cid?: { auto?: boolean; address?: number };
  driver?: VirtioOptions;
}

export const vsock: Table<Vsock> = table<Vsock>(() => ({
  model: attr('model', oneOf(...virtioModels)),
  cid: child('cid', table<NonNullable<Vsock['cid']>>(() => ({ auto: attr('auto', yesNo), address: attr('address', uint, { omit: 0 }) }))),
  ...deviceInfo,
  driver: child('driver', virtioDriver),
}));
