import { type Table } from '../table/table.ts';
import { type DiskSource } from './devices/disk-source.ts';
/** `<os>`: machine, firmware, and what is booted. */
export interface Os {
    /** Chosen by descriptor files when no loader is named. */
    firmware?: 'bios' | 'efi';
    type: OsType;
    /** Features that the firmware must have, or must not. */
    firmwareFeatures?: {
        enabled: boolean;
        name: string;
    }[];
    /** Containers: the first program, its arguments and environment. */
    init?: string;
    initargs?: string[];
    initenv?: {
        name: string;
        value?: string;
    }[];
    initdir?: string;
    inituser?: string;
    initgroup?: string;
    loader?: Loader;
    nvram?: FirmwareVariables;
    /** Direct boot: paths on the host. */
    kernel?: string;
    initrd?: string;
    cmdline?: string;
    shim?: string;
    dtb?: string;
    acpiTables?: {
        type?: AcpiTableType;
        path?: string;
    }[];
    /** Boot order by kind of device; per-device orders are in `boot` of the devices. */
    boot?: BootDevice[];
    bootmenu?: {
        enable?: boolean;
        timeout?: number;
    };
    bios?: {
        useserial?: boolean;
        rebootTimeout?: number;
    };
    smbios?: 'emulate' | 'host' | 'sysinfo';
}
export type AcpiTableType = 'raw' | 'rawset' | 'slic' | 'msdm';
export type BootDevice = 'fd' | 'cdrom' | 'hd' | 'network';
export interface OsType {
    arch?: string;
    machine?: string;
    /** `hvm`: a whole machine; `exe`: a container; `linux`, `xen`, `xenpvh`: Xen's own kinds. */
    type: string;
}
/** `<loader>`: the firmware. */
export interface Loader {
    readonly?: boolean;
    secure?: boolean;
    type?: 'rom' | 'pflash' | 'none';
    stateless?: boolean;
    format?: 'raw' | 'qcow2';
    path?: string;
}
/** `<nvram>`: where the firmware keeps its variables. */
export interface FirmwareVariables {
    template?: string;
    templateFormat?: 'raw' | 'qcow2';
    format?: 'raw' | 'qcow2';
    path?: string;
    /** Instead of `path`. */
    source?: DiskSource;
}
export declare const os: Table<Os>;
//# sourceMappingURL=os.d.ts.map