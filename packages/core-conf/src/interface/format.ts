import { XmlWriter } from '@virtweave/core-util/xml';
import { writeInterface, type HostInterface } from './interface.ts';

/**
 * Writes an interface of this host as libvirt writes it (`virInterfaceDefFormat`).
 *
 * @param options.indent blanks in front of every line
 */
export function formatHostInterface(found: HostInterface, options: { readonly indent?: number } = {}): string {
  const xml = new XmlWriter(options.indent ?? 0);
  writeInterface(found, { xml, inactive: false, secure: true, migratable: false });
  return xml.toString();
}
