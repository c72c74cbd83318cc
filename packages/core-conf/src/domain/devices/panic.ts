import { oneOf } from '../../table/codec.ts';
import { attr } from '../../table/field.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<panic>`: how the guest tells that its kernel has crashed. */
export interface Panic extends DeviceInfo {
  model?: 'isa' | 'pseries' | 'hyperv' | 's390' | 'pvpanic';
}

export const panic: Table<Panic> = table<Panic>(() => ({
  model: attr('model', oneOf('isa', 'pseries', 'hyperv', 's390', 'pvpanic')),
  ...deviceInfo,
}));
