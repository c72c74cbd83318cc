import { int, oneOf, str, uint, yesNo } from '../table/codec.ts';
import { attr, attrRequired, leaf, leaves, properties, property, text, type Field } from '../table/field.ts';
import { child, childRequired, some, within } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { diskSource, type DiskSource } from './devices/disk-source.ts';

/** `<os>`: machine, firmware, and what is booted. */
export interface Os {
  /** Chosen by descriptor files when no loader is named. */
  firmware?: 'bios' | 'efi';
  type: OsType;
  /** Features that the firmware must have, or must not. */
  firmwareFeatures?: { enabled: boolean; name: string }[];
  /** Containers: the first program, its arguments and environment. */
  init?: string;
  initargs?: string[];
  initenv?: { name: string; value?: string }[];
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
  acpiTables?: { type?: AcpiTableType; path?: string }[];
  /** Boot order by kind of device; per-device orders are in `boot` of the devices. */
  boot?: BootDevice[];
  bootmenu?: { enable?: boolean; timeout?: number };
  bios?: { useserial?: boolean; rebootTimeout?: number };
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

const format = oneOf('raw', 'qcow2');

const osType: Table<OsType> = table<OsType>(() => ({
  arch: attr('arch', str),
  machine: attr('machine', str),
  type: { ...text(str), required: true, read: (element) => element.text.trim() },
}));

const loader: Table<Loader> = table<Loader>(() => ({
  readonly: attr('readonly', yesNo),
  secure: attr('secure', yesNo),
  type: attr('type', oneOf('rom', 'pflash', 'none')),
  stateless: attr('stateless', yesNo),
  format: attr('format', format),
  path: text(str),
}));

/** `<source/>` is written even when it says nothing: libvirt refuses a type without it. */
const nvramSource = diskSource({ empty: 'keep' });

/** The path is the whole text; with a type, there is a `<source>` instead. */
const nvram: Table<FirmwareVariables> = table<FirmwareVariables>(() => ({
  template: attr('template', str),
  templateFormat: attr('templateFormat', format),
  source: {
    ...nvramSource,
    required: false,
    lead: false,
    read(element, context) {
      const type = element.attr('type');
      if (type === undefined) return undefined;
      if (element.child('source') === undefined) throw problem(element, `Missing source element with nvram type '${type}'`);
      return nvramSource.read(element, context);
    },
  },
  format: attr('format', format),
  path: {
    ...text(str),
    read: (element, context) =>
      element.attr('type') === undefined && element.text.trim() !== '' ? text(str).read(element, context) : undefined,
  },
}));

/** An `<nvram>` that says nothing is none. */
const nvramField = child('nvram', nvram);
const optionalNvram: Field<FirmwareVariables> = {
  ...nvramField,
  read(element, context) {
    const value = nvramField.read(element, context);
    return value === undefined || Object.keys(value).length === 0 ? undefined : value;
  },
};

const feature: Table<{ enabled: boolean; name: string }> = table<{ enabled: boolean; name: string }>(() => ({
  enabled: attrRequired('enabled', yesNo),
  name: attrRequired('name', str),
}));

const optionalProperties = <V>(field: Field<V[]>, name: string): Field<V[]> => ({
  ...field,
  required: false,
  read: (element, context) => (element.child(name) === undefined ? undefined : field.read(element, context)),
});

export const os: Table<Os> = table<Os>(() => ({
  firmware: attr('firmware', oneOf('bios', 'efi')),
  type: childRequired('type', osType, { detail: 'an os <type> must be specified' }),
  init: leaf('init', str),
  initargs: optionalProperties(leaves('initarg', str), 'initarg'),
  initenv: some(
    'initenv',
    table<{ name: string; value?: string }>(() => ({ name: attrRequired('name', str), value: text(str, { verbatim: true }) })),
  ),
  initdir: leaf('initdir', str),
  inituser: leaf('inituser', str),
  initgroup: leaf('initgroup', str),
  firmwareFeatures: within('firmware', some('feature', feature)),
  loader: child('loader', loader),
  nvram: optionalNvram,
  kernel: leaf('kernel', str),
  initrd: leaf('initrd', str),
  cmdline: leaf('cmdline', str),
  shim: leaf('shim', str),
  dtb: leaf('dtb', str),
  acpiTables: within(
    'acpi',
    some(
      'table',
      table<{ type?: AcpiTableType; path?: string }>(() => ({
        type: attr('type', oneOf('raw', 'rawset', 'slic', 'msdm')),
        path: text(str),
      })),
    ),
  ),
  boot: optionalProperties(properties('boot', 'dev', oneOf('fd', 'cdrom', 'hd', 'network')), 'boot'),
  bootmenu: child(
    'bootmenu',
    table<{ enable?: boolean; timeout?: number }>(() => ({ enable: attr('enable', yesNo), timeout: attr('timeout', uint) })),
  ),
  bios: child(
    'bios',
    table<{ useserial?: boolean; rebootTimeout?: number }>(() => ({
      useserial: attr('useserial', yesNo),
      rebootTimeout: attr('rebootTimeout', int),
    })),
  ),
  smbios: property('smbios', 'mode', oneOf('emulate', 'host', 'sysinfo')),
}));
