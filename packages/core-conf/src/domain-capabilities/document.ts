import type { XmlElement } from '@virtweave/core-util/xml';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import { domainCapabilities, type DomainCapabilities } from './capabilities.ts';

/**
 * Reads the answer of `virConnectGetDomainCapabilities`.
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` for content that is wrong
 *
 * @example
 * ```ts
 * const { devices, cpu } = readDomainCapabilities(await connection.getDomainCapabilities());
 * devices.disk?.bus; // ['ide', 'fdc', 'scsi', 'virtio', 'usb', 'sata']
 * cpu.custom?.models?.filter(({ usable }) => usable === 'yes');
 * ```
 */
export function readDomainCapabilities(document: string | XmlElement, options: DocumentOptions = {}): DomainCapabilities {
  const root = openDocument(document, 'domainCapabilities', domainCapabilities, { ...options, defaultName: '(domain_capabilities)' });
  return readTable(domainCapabilities, root, { inactive: false, status: false });
}

/** Writes `<domainCapabilities>` as libvirt does (`virDomainCapsFormat`). */
export function formatDomainCapabilities(capabilities: DomainCapabilities, options: { readonly indent?: number } = {}): string {
  return formatDocument('domainCapabilities', domainCapabilities, capabilities, options);
}
