import { type Table } from '../../table/table.ts';
import { type DeviceInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';
/** `<vsock>`: sockets between host and guest. */
export interface Vsock extends DeviceInfo {
    model: VirtioModel;
    cid?: {
        auto?: boolean;
        address?: number;
    };
    driver?: VirtioOptions;
}
export declare const vsock: Table<Vsock>;
//# sourceMappingURL=vsock.d.ts.map