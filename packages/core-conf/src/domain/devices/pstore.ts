import { oneOf, str } from '../../table/codec.ts';
import { attrRequired, leaf } from '../../table/field.ts';
import { table, type Table } from '../../table/table.ts';
import { kib } from '../../common/size.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<pstore>`: storage for the last words of a guest's kernel. */
export interface Pstore extends DeviceInfo {
  backend: 'acpi-erst';
  path?: string;
  /** KiB. */
  size?: number;
}

export const pstore: Table<Pstore> = table<Pstore>(() => ({
  backend: attrRequired('backend', oneOf('acpi-erst')),
  path: leaf('path', str),
  size: kib('size'),
  ...deviceInfo,
}));
