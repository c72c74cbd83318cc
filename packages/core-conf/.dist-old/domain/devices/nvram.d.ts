import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<nvram>` among the devices: non-volatile memory of POWER guests. */
export type Nvram = DeviceInfo;
export declare const nvram: Table<Nvram>;
//# sourceMappingURL=nvram.d.ts.map