import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<crypto>`: a device that encrypts for the guest. */
export interface Crypto extends DeviceInfo {
    model: 'virtio';
    type: 'qemu';
    backend: {
        model: 'builtin' | 'lkcf';
        queues?: number;
    };
}
export declare const crypto: Table<Crypto>;
//# sourceMappingURL=crypto.d.ts.map