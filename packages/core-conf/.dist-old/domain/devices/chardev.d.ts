import { type Table } from '../../table/table.ts';
import { type ChardevLog, type ChardevSource } from './chardev-source.ts';
import { type DeviceInfo } from './device-info.ts';
interface Chardev extends DeviceInfo {
    source: ChardevSource;
    log?: ChardevLog;
}
/** `<serial>`: a serial port. */
export interface Serial extends Chardev {
    target: SerialTarget;
}
export interface SerialTarget {
    /** The bus or board that it belongs to. */
    type?: SerialType;
    /** Number of the port; assigned when absent. */
    port?: number;
    /** What the guest sees. */
    model?: string;
}
export type SerialType = 'isa-serial' | 'usb-serial' | 'pci-serial' | 'spapr-vio-serial' | 'system-serial' | 'sclp-serial' | 'isa-debug';
/** `<parallel>`: a parallel port. */
export interface Parallel extends Chardev {
    target: {
        port?: number;
    };
}
/** `<console>`: the guest's text console. */
export interface Console extends Chardev {
    target: {
        type?: ConsoleTargetType;
        port?: number;
    };
}
export type ConsoleTargetType = 'none' | 'serial' | 'xen' | 'uml' | 'virtio' | 'lxc' | 'openvz' | 'sclp' | 'sclplm';
/** `<channel>`: a private line between host and guest. */
export interface Channel extends Chardev {
    target: ChannelTarget;
}
export type ChannelTarget = {
    type: 'virtio';
    name?: string;
    state?: 'connected' | 'disconnected';
} | {
    type: 'xen';
    name?: string;
    state?: 'connected' | 'disconnected';
} | {
    type: 'guestfwd';
    address?: string;
    port?: string;
};
export declare const serial: Table<Serial>;
export declare const parallel: Table<Parallel>;
export declare const consoleDevice: Table<Console>;
export declare const channel: Table<Channel>;
export {};
//# sourceMappingURL=chardev.d.ts.map