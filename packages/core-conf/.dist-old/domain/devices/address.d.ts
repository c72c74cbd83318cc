import { type Field } from '../../table/field.ts';
import { type Int64 } from '../../table/codec.ts';
/** Where a device is plugged in: `<address type='...'/>`. */
export type Address = PciAddress | DriveAddress | UsbAddress | VirtioSerialAddress | CcwAddress | IsaAddress | DimmAddress | SpaprVioAddress | CcidAddress | VirtioMmioAddress | VirtioS390Address | UnassignedAddress;
export type AddressType = Address['type'];
/** A function of a PCI device. Without `slot` it is to be assigned. */
export interface PciAddress {
    type: 'pci';
    domain?: number;
    bus?: number;
    slot?: number;
    function?: number;
    /** The device has further functions. */
    multifunction?: boolean;
    /** s390: the numbers by which the guest knows the function. */
    zpci?: ZpciAddress;
}
export interface ZpciAddress {
    uid?: number;
    fid?: number;
}
/** A place on a disk controller. */
export interface DriveAddress {
    type: 'drive';
    controller: number;
    bus: number;
    target: number;
    unit: number;
}
export interface UsbAddress {
    type: 'usb';
    bus?: number;
    /** Port, and those of the hubs on the way, such as `1.2`. */
    port?: string;
}
export interface VirtioSerialAddress {
    type: 'virtio-serial';
    controller: number;
    bus: number;
    port?: number;
}
/** s390 channel device. Without `devno` it is to be assigned. */
export interface CcwAddress {
    type: 'ccw';
    cssid?: number;
    ssid?: number;
    devno?: number;
}
export interface IsaAddress {
    type: 'isa';
    iobase?: number;
    irq?: number;
}
/** A memory slot. */
export interface DimmAddress {
    type: 'dimm';
    slot?: number;
    base?: Int64;
}
/** POWER virtual I/O. */
export interface SpaprVioAddress {
    type: 'spapr-vio';
    reg?: Int64;
}
export interface CcidAddress {
    type: 'ccid';
    controller: number;
    slot: number;
}
export interface VirtioMmioAddress {
    type: 'virtio-mmio';
}
export interface VirtioS390Address {
    type: 'virtio-s390';
}
/** Kept free of an address on purpose: the device is not plugged in. */
export interface UnassignedAddress {
    type: 'unassigned';
}
/** The attributes of a PCI address, as `<address>` of a guest device and `<address>` of a host device share them. */
export declare const pciFields: {
    readonly domain: Field<number>;
    readonly bus: Field<number>;
    readonly slot: Field<number>;
    readonly function: Field<number>;
};
/** `<address>` of a guest device. */
export declare const address: Field<Address>;
//# sourceMappingURL=address.d.ts.map