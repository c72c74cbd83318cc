import { type Field } from '../../table/field.ts';
import { type Table } from '../../table/table.ts';
import { type Address } from './address.ts';
/** What most devices have in common. */
export interface DeviceInfo {
    /** The device's name inside the running guest (`virtio-disk0`), or one that the user gave (`ua-...`). */
    alias?: string;
    /** PCI option ROM. */
    rom?: Rom;
    /** Index that the guest's firmware announces for the device, for stable interface names. */
    acpi?: {
        index?: number;
    };
    address?: Address;
}
/** What a device has that the firmware can boot from. */
export interface BootableInfo extends DeviceInfo {
    boot?: DeviceBoot;
}
/** Position in the boot order, from 1. */
export interface DeviceBoot {
    order: number;
    /** s390: which entry of the boot menu. */
    loadparm?: string;
}
export interface Rom {
    enabled?: boolean;
    /** Whether the guest sees the ROM in its memory map. */
    bar?: boolean;
    /** An image to be used instead of the device's own; empty: none. */
    file?: string;
}
/** Virtio options that any virtio device may have. */
export interface VirtioOptions {
    iommu?: boolean;
    ats?: boolean;
    packed?: boolean;
    pagePerVq?: boolean;
}
export declare const virtioOptions: {
    readonly [K in keyof VirtioOptions]-?: Field<boolean>;
};
export declare const virtioDriver: Table<VirtioOptions>;
export declare const boot: Field<DeviceBoot>;
/** The alias. A stopped guest keeps only those that the user gave, which begin with `ua-`. */
export declare const alias: Field<string>;
/** In the order in which libvirt writes them, at the end of most devices. */
export declare const deviceInfo: {
    readonly [K in keyof DeviceInfo]-?: Field<Exclude<DeviceInfo[K], undefined>>;
};
/** The same with the boot order in front. */
export declare const bootableInfo: {
    readonly [K in keyof BootableInfo]-?: Field<Exclude<BootableInfo[K], undefined>>;
};
/** Virtio generation of a device's model. */
export type VirtioModel = 'virtio' | 'virtio-transitional' | 'virtio-non-transitional';
export declare const virtioModels: readonly ["virtio", "virtio-transitional", "virtio-non-transitional"];
//# sourceMappingURL=device-info.d.ts.map