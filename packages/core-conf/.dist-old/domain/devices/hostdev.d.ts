import { type Int64 } from '../../table/codec.ts';
import { type Table } from '../../table/table.ts';
import { type BootableInfo } from './device-info.ts';
import { type Auth, type HostPciAddress, type Initiator, type NetworkHost } from './disk-source.ts';
import { type IpAddress, type Route } from './ip.ts';
import { type Teaming } from './teaming.ts';
/** `<hostdev>`: a device of the host, given to the guest. */
export interface Hostdev extends BootableInfo {
    mode: 'subsystem' | 'capabilities';
    /** Which device; `source.type` is written as `<hostdev type='..'>`. */
    source: HostdevSource;
    /** Take the device away from the host's driver at start, and give it back at the end. */
    managed?: boolean;
    sgio?: 'filtered' | 'unfiltered';
    rawio?: boolean;
    model?: string;
    display?: boolean;
    ramfb?: boolean;
    driver?: {
        name?: 'kvm' | 'vfio' | 'xen';
        model?: string;
    };
    /** Containers: addresses of a network device. */
    ips?: IpAddress[];
    routes?: Route[];
    readonly?: true;
    shareable?: true;
    teaming?: Teaming;
}
export type HostdevSource = {
    type: 'pci';
    writeFiltering?: boolean;
    address?: HostPciAddress;
} | {
    type: 'usb';
    startupPolicy?: 'mandatory' | 'requisite' | 'optional';
    guestReset?: 'default' | 'off' | 'uninitialized' | 'on';
    vendor?: number;
    product?: number;
    address?: UsbDeviceAddress;
} | {
    type: 'scsi';
    protocol?: string;
    name?: string;
    adapter?: string;
    address?: ScsiAddress;
    hosts?: NetworkHost[];
    auth?: Auth;
    initiator?: Initiator;
} | {
    type: 'scsi_host';
    protocol?: string;
    wwpn?: string;
} | {
    type: 'mdev';
    uuid?: string;
} | {
    type: 'storage';
    block?: string;
} | {
    type: 'misc';
    char?: string;
} | {
    type: 'net';
    interface?: string;
};
export interface UsbDeviceAddress {
    bus?: number;
    device?: number;
    port?: string;
}
export interface ScsiAddress {
    bus: number;
    target: number;
    unit: Int64;
}
export declare const hostdev: Table<Hostdev>;
//# sourceMappingURL=hostdev.d.ts.map