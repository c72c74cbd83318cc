import { type Table } from '../../table/table.ts';
import { type ChardevSource } from './chardev-source.ts';
import { type BootableInfo } from './device-info.ts';
/** `<redirdev>`: a USB device of the viewer's machine, carried to the guest. */
export interface Redirdev extends BootableInfo {
    bus: 'usb';
    source: ChardevSource;
}
/** `<redirfilter>`: which devices may be carried. */
export interface Redirfilter {
    usbdevs: RedirfilterUsbdev[];
}
export interface RedirfilterUsbdev {
    class?: number;
    vendor?: number;
    product?: number;
    /** Such as `1.10`. */
    version?: string;
    allow: boolean;
}
export declare const redirdev: Table<Redirdev>;
export declare const redirfilter: Table<Redirfilter>;
//# sourceMappingURL=redirdev.d.ts.map