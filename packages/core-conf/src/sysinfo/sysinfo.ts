import type { XmlElement } from '@virtweave/core-util/xml';
import { str } from '../table/codec.ts';
import { attrOr, leaves, type Field, type Required } from '../table/field.ts';
import { child, some } from '../table/child.ts';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { nameCheck, readTable, table, type Table } from '../table/table.ts';

/** What the firmware says about this machine: the whole of the `<sysinfo>` document of `virConnectGetSysinfo`. */
export interface HostSysinfo {
  type: string;
  bios?: SysinfoBios;
  system?: SysinfoSystem;
  baseBoards?: SysinfoBaseBoard[];
  chassis?: SysinfoChassis;
  processors?: SysinfoProcessor[];
  memoryDevices?: SysinfoMemoryDevice[];
  oemStrings?: string[];
}

export interface SysinfoBios {
  vendor?: string;
  version?: string;
  date?: string;
  release?: string;
}

export interface SysinfoSystem {
  manufacturer?: string;
  product?: string;
  version?: string;
  serial?: string;
  uuid?: string;
  sku?: string;
  family?: string;
}

export interface SysinfoBaseBoard {
  manufacturer?: string;
  product?: string;
  version?: string;
  serial?: string;
  asset?: string;
  location?: string;
}

export interface SysinfoChassis {
  manufacturer?: string;
  version?: string;
  serial?: string;
  asset?: string;
  sku?: string;
}

export interface SysinfoProcessor {
  socketDestination?: string;
  type?: string;
  family?: string;
  manufacturer?: string;
  signature?: string;
  version?: string;
  externalClock?: string;
  maxSpeed?: string;
  status?: string;
  serialNumber?: string;
  partNumber?: string;
}

export interface SysinfoMemoryDevice {
  size?: string;
  formFactor?: string;
  locator?: string;
  bankLocator?: string;
  type?: string;
  typeDetail?: string;
  speed?: string;
  manufacturer?: string;
  serialNumber?: string;
  partNumber?: string;
}

const entryNames: Field<unknown> = {
  attributes: ['name'],
  children: [],
  read: () => undefined,
  schema: () => ({ type: 'string' }),
};

/** `<entry name='..'>value</entry>`. */
function entry(name: string): Field<string> {
  return {
    attributes: [],
    children: ['entry'],
    read(element) {
      const text = element.all('entry').find((one) => one.attr('name') === name)?.text ?? '';
      return text === '' ? undefined : text;
    },
    writeChildren(value, out) {
      out.xml.open('entry').attr('name', name).text(value).close();
    },
    schema: () => ({ type: 'string' }),
    inner: () => nameCheck([entryNames]),
  };
}

const bios: Table<SysinfoBios> = table<SysinfoBios>(() => ({
  vendor: entry('vendor'),
  version: entry('version'),
  date: entry('date'),
  release: entry('release'),
}));

const system: Table<SysinfoSystem> = table<SysinfoSystem>(() => ({
  manufacturer: entry('manufacturer'),
  product: entry('product'),
  version: entry('version'),
  serial: entry('serial'),
  uuid: entry('uuid'),
  sku: entry('sku'),
  family: entry('family'),
}));

const baseBoard: Table<SysinfoBaseBoard> = table<SysinfoBaseBoard>(() => ({
  manufacturer: entry('manufacturer'),
  product: entry('product'),
  version: entry('version'),
  serial: entry('serial'),
  asset: entry('asset'),
  location: entry('location'),
}));

const chassis: Table<SysinfoChassis> = table<SysinfoChassis>(() => ({
  manufacturer: entry('manufacturer'),
  version: entry('version'),
  serial: entry('serial'),
  asset: entry('asset'),
  sku: entry('sku'),
}));

const processor: Table<SysinfoProcessor> = table<SysinfoProcessor>(() => ({
  socketDestination: entry('socket_destination'),
  type: entry('type'),
  family: entry('family'),
  manufacturer: entry('manufacturer'),
  signature: entry('signature'),
  version: entry('version'),
  externalClock: entry('external_clock'),
  maxSpeed: entry('max_speed'),
  status: entry('status'),
  serialNumber: entry('serial_number'),
  partNumber: entry('part_number'),
}));

const memoryDevice: Table<SysinfoMemoryDevice> = table<SysinfoMemoryDevice>(() => ({
  size: entry('size'),
  formFactor: entry('form_factor'),
  locator: entry('locator'),
  bankLocator: entry('bank_locator'),
  type: entry('type'),
  typeDetail: entry('type_detail'),
  speed: entry('speed'),
  manufacturer: entry('manufacturer'),
  serialNumber: entry('serial_number'),
  partNumber: entry('part_number'),
}));

const strings: Required<string[]> = leaves('entry', str);

const oemStrings: Field<string[]> = {
  attributes: [],
  children: ['oemStrings'],
  read(element, context) {
    const found = element.child('oemStrings');
    return found === undefined ? undefined : strings.read(found, context);
  },
  writeChildren(values, out, owner) {
    out.xml.openOptional('oemStrings');
    strings.writeChildren?.(values, out, owner);
    out.xml.close();
  },
  schema: () => strings.schema(),
  inner: () => nameCheck([strings as Field<unknown>]),
};

/** The table of `<sysinfo>` of a host. */
export const sysinfo: Table<HostSysinfo> = table<HostSysinfo>(() => ({
  type: attrOr('type', str, 'smbios'),
  bios: child('bios', bios),
  system: child('system', system),
  baseBoards: some('baseBoard', baseBoard),
  chassis: child('chassis', chassis),
  processors: some('processor', processor),
  memoryDevices: some('memory_device', memoryDevice),
  oemStrings,
}));

/**
 * Writes what the firmware says about this machine (`virSysinfoFormat`).
 *
 * @param options.indent blanks in front of every line
 */
export function formatSysinfo(found: HostSysinfo, options: { readonly indent?: number } = {}): string {
  return formatDocument('sysinfo', sysinfo, found, options);
}

/** Reads a `<sysinfo>` document of a host. */
export function readSysinfo(document: string | XmlElement, options: DocumentOptions = {}): HostSysinfo {
  const root = openDocument(document, 'sysinfo', sysinfo, { ...options, defaultName: '(sysinfo)' });
  return readTable(sysinfo, root, { inactive: false, status: false });
}
