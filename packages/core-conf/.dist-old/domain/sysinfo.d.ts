import { type Required } from '../table/field.ts';
/** `<sysinfo>`: what the guest reads in its SMBIOS tables, or in QEMU's fw_cfg. */
export type Sysinfo = SmbiosSysinfo | FwcfgSysinfo;
export interface SmbiosSysinfo {
    type: 'smbios';
    bios?: SysinfoEntries;
    system?: SysinfoEntries;
    baseBoards?: SysinfoEntries[];
    chassis?: SysinfoEntries;
    oemStrings?: string[];
}
export interface SysinfoEntries {
    entries?: SysinfoEntry[];
}
export interface SysinfoEntry {
    name: string;
    value?: string;
}
export interface FwcfgSysinfo {
    type: 'fwcfg';
    entries?: FwcfgEntry[];
}
export interface FwcfgEntry {
    name: string;
    /** Path of a file with the value. */
    file?: string;
    value?: string;
}
export declare const sysinfos: Required<Sysinfo[]>;
//# sourceMappingURL=sysinfo.d.ts.map