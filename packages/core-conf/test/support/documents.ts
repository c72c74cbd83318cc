import { VirtError } from '@virtweave/core-util';
import { readXml, XmlWriter, type XmlElement } from '@virtweave/core-util/xml';
import { readTable, writeElement, type Table } from '../../src/table/table.ts';

/** A small guest; `children` and `devices` are put in. */
export function guest(children = '', devices = ''): string {
  return `<domain type='qemu'>
  <name>web</name>
  <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
  <memory unit='KiB'>1024</memory>
  <os><type arch='x86_64'>hvm</type></os>
  ${children}
  <devices>${devices}</devices>
</domain>`;
}

/** Reads `xml` with a table. */
export function read<T>(table: Table<T>, xml: string, options: { inactive?: boolean; status?: boolean } = {}): T {
  return readTable(table, readXml(xml), { inactive: options.inactive ?? false, status: options.status ?? false });
}

/** Writes an object as element `<x>`. */
export function write<T>(table: Table<T>, value: T, options: { inactive?: boolean; secure?: boolean } = {}): string {
  const xml = new XmlWriter();
  writeElement('x', table, value, {
    xml,
    inactive: options.inactive ?? false,
    secure: options.secure ?? false,
    migratable: false,
  });
  return xml.toString();
}

export function element(xml: string): XmlElement {
  return readXml(xml);
}

/** The VirtError that `work` throws. */
export function failure(work: () => unknown): VirtError {
  try {
    work();
  } catch (error) {
    if (error instanceof VirtError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
