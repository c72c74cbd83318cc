import { type Table } from '../../table/table.ts';
import { type DeviceInfo, type VirtioOptions } from './device-info.ts';
/** `<memballoon>`: takes memory back from the guest. */
export interface Memballoon extends DeviceInfo {
    model: 'virtio' | 'virtio-transitional' | 'virtio-non-transitional' | 'xen' | 'none';
    autodeflate?: boolean;
    freePageReporting?: boolean;
    /** Seconds between two memory statistics. */
    statsPeriod?: number;
    driver?: VirtioOptions;
}
export declare const memballoon: Table<Memballoon>;
//# sourceMappingURL=memballoon.d.ts.map