import { table, type Table } from '../../table/table.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<nvram>` among the devices: non-volatile memory of POWER guests. */
export type Nvram = DeviceInfo;

export const nvram: Table<Nvram> = table<Nvram>(() => ({ ...deviceInfo }));
