import type { XmlElement } from '@virtweave/core-util/xml';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import { driverCapabilities, type DriverCapabilities } from './capabilities.ts';

/**
 * Reads the answer of `virConnectGetCapabilities`.
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` for content that is wrong
 *
 * @example
 * ```ts
 * const { host, guests } = readCapabilities(await connection.getCapabilities());
 * host.topology?.cells.flatMap(({ cpus }) => cpus).length; // how many CPUs the host has
 * guests.map(({ arch }) => arch.name); // ['i686', 'x86_64']
 * ```
 */
export function readCapabilities(document: string | XmlElement, options: DocumentOptions = {}): DriverCapabilities {
  const root = openDocument(document, 'capabilities', driverCapabilities, { ...options, defaultName: '(capabilities)' });
  return readTable(driverCapabilities, root, { inactive: false, status: false });
}

/** Writes `<capabilities>` as libvirt does (`virCapabilitiesFormatXML`). */
export function formatCapabilities(capabilities: DriverCapabilities): string {
  return formatDocument('capabilities', driverCapabilities, capabilities);
}
