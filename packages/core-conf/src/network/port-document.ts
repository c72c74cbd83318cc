import { XmlWriter, type XmlElement } from '@virtweave/core-util/xml';
import { rootElement, type DocumentOptions } from '../common/document.ts';
import { inErrorDomain } from '../common/error-domain.ts';
import { readTable, writeElement } from '../table/table.ts';
import { networkPort, type NetworkPort } from './port.ts';

/**
 * Reads a `<networkport>` document (`virNetworkPortDefParse`). Nothing in it is left to be filled in.
 *
 * @throws VirtError `VIR_ERR_XML_ERROR` and others, in libvirt's words and with the place in the document
 */
export function parseNetworkPort(document: string | XmlElement, options: DocumentOptions = {}): NetworkPort {
  return inErrorDomain('VIR_FROM_NETWORK', () => {
    const root = rootElement(document, 'networkport', networkPort, 'VIR_FROM_NETWORK', {
      ...options,
      fallbackName: '(networkport_definition)',
    });
    return readTable(networkPort, root, { inactive: false, status: false });
  });
}

/** Writes a port as libvirt writes it, byte for byte (`virNetworkPortDefFormat`). */
export function formatNetworkPort(port: NetworkPort): string {
  const xml = new XmlWriter();
  writeElement('networkport', networkPort, port, { xml, inactive: false, secure: true, migratable: false });
  return xml.toString();
}
