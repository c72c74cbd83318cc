import type { XmlElement } from '@virtweave/core-util/xml';
import { openDocument, type DocumentOptions } from '../table/document.ts';
import { hostInterfaceNames, readInterface, type HostInterface } from './interface.ts';

/**
 * Reads an `<interface>` document of the interface API (`virInterfaceDefParse`): what means nothing inside a bridge or bond is
 * dropped.
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` and others for content that is wrong
 *
 * @example
 * ```ts
 * const eth0 = parseHostInterface("<interface type='ethernet' name='eth0'><start mode='onboot'/></interface>");
 * eth0.startMode; // 'onboot'
 * ```
 */
export function parseHostInterface(document: string | XmlElement, options: DocumentOptions = {}): HostInterface {
  const found = readHostInterface(document, options);
  complete(found);
  return found;
}

/** Reads the object that an `<interface>` document stands for, as it is written: nothing is dropped. */
export function readHostInterface(document: string | XmlElement, options: DocumentOptions = {}): HostInterface {
  const root = openDocument(document, 'interface', hostInterfaceNames, { ...options, defaultName: '(interface_definition)' });
  return readInterface(root, { inactive: true, status: false });
}

function complete(found: HostInterface): void {
  if (found.mtu === 0) delete found.mtu;
  if (found.type === 'bridge') delete found.link;
  const inside = found.type === 'bridge' ? found.bridge.interfaces : found.type === 'bond' ? found.bond.interfaces : undefined;
  for (const one of inside ?? []) {
    delete one.startMode;
    delete one.mtu;
    delete one.protocols;
    complete(one);
  }
}
