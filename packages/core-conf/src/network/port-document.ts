import type { XmlElement } from '@virtweave/core-util/xml';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import { networkPort, type NetworkPort } from './port.ts';

/**
 * Reads a `<networkport>` document (`virNetworkPortDefParse`). Nothing in it is left to be filled in.
 *
 * @throws VirtError `VIR_ERR_XML_ERROR` and others, in libvirt's words and with the place in the document
 */
export function parseNetworkPort(document: string | XmlElement, options: DocumentOptions = {}): NetworkPort {
  const root = openDocument(document, 'networkport', networkPort, { ...options, defaultName: '(networkport_definition)' });
  return readTable(networkPort, root, { inactive: false, status: false });
}

/** Writes a port as libvirt writes it, byte for byte (`virNetworkPortDefFormat`). */
export function formatNetworkPort(port: NetworkPort): string {
  return formatDocument('networkport', networkPort, port);
}
