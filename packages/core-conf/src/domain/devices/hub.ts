import { oneOf } from '../../table/codec.ts';
import { attrRequired } from '../../table/field.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<hub>`: a USB hub. */
export interface Hub extends DeviceInfo {
  type: 'usb';
}

export const hub: Table<Hub> = table<Hub>(() => ({ type: attrRequired('type', oneOf('usb')), ...deviceInfo }));
