import { str } from '../table/codec.ts';
import { leaf } from '../table/field.ts';
import { child, childOr } from '../table/child.ts';
import { table, type Fields } from '../table/table.ts';
import { uuidText, worded } from './fields.ts';

/** The machine as a whole. */
export interface SystemCapability {
  type: 'system';
  product?: string;
  hardware: SystemHardware;
  firmware?: SystemFirmware;
}

export interface SystemHardware {
  vendor?: string;
  version?: string;
  serial?: string;
  uuid: string;
}

export interface SystemFirmware {
  vendor?: string;
  version?: string;
  releaseDate?: string;
}

export const system: Fields<Omit<SystemCapability, 'type'>> = {
  product: leaf('product', str),
  hardware: childOr(
    'hardware',
    table<SystemHardware>(() => ({
      vendor: leaf('vendor', str),
      version: leaf('version', str),
      serial: leaf('serial', str),
      uuid: worded('uuid', uuidText, {
        missing: "no system UUID supplied for '%n'",
        invalid: "malformed uuid element for '%n'",
      }),
    })),
    { empty: 'pair' },
  ),
  firmware: child(
    'firmware',
    table<SystemFirmware>(() => ({
      vendor: leaf('vendor', str),
      version: leaf('version', str),
      releaseDate: leaf('release_date', str),
    })),
    { empty: 'pair' },
  ),
};
