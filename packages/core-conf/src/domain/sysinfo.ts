import { str } from '../table/codec.ts';
import { attr, attrRequired, bare, leaves, text, type Required } from '../table/field.ts';
import { child, some, union, unionList } from '../table/child.ts';
import { onlyNames, table, type Table } from '../table/table.ts';

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

const entries: Table<SysinfoEntries> = table<SysinfoEntries>(() => ({
  entries: some('entry', table<SysinfoEntry>(() => ({ name: attrRequired('name', str), value: text(str, { verbatim: true }) }))),
}));

export const sysinfos: Required<Sysinfo[]> = unionList(
  'sysinfo',
  union<Sysinfo>('type', () => ({
    smbios: {
      bios: child('bios', entries),
      system: child('system', entries),
      baseBoards: some('baseBoard', entries),
      chassis: child('chassis', entries),
      oemStrings: {
        attributes: [],
        children: ['oemStrings'],
        read: (element, context) => {
          const found = element.child('oemStrings');
          return found === undefined ? undefined : leaves('entry', str).read(found, context);
        },
        writeChildren(values, out) {
          out.xml.open('oemStrings');
          for (const value of values) out.xml.leaf('entry', value);
          out.xml.close();
        },
        schema: () => ({ type: 'array', items: { type: 'string' } }),
        inner: onlyNames([], { entry: bare }),
      },
    },
    fwcfg: {
      entries: some(
        'entry',
        table<FwcfgEntry>(() => ({
          name: attrRequired('name', str),
          file: attr('file', str),
          value: text(str, { verbatim: true }),
        })),
      ),
    },
  })),
);
