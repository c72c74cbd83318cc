import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<hub>`: a USB hub. */
export interface Hub extends DeviceInfo {
    type: 'usb';
}
export declare const hub: Table<Hub>;
//# sourceMappingURL=hub.d.ts.map