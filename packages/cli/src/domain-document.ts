import type { DomainRef } from '@virtweave/core-api';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';
import type { Shell } from './shell.ts';

/** The document of a domain. @param flags `virDomainXMLFlags` */
export async function domainDocument(shell: Shell, domain: DomainRef, flags = 0): Promise<XmlElement> {
  const xml = await (await shell.hypervisor()).domainGetXMLDesc(domain, flags);
  return readXml(xml, { name: '(domain_definition)' });
}

/** Its devices of one kind, in their order. */
export const devicesOf = (domain: XmlElement, kind: string): readonly XmlElement[] =>
  domain.child('devices')?.all(kind) ?? [];

/** The first of these attributes that the element has. */
export function firstAttr(element: XmlElement | undefined, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = element?.attr(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Where a disk's data is: a path, or a name. Nothing for a drive without a medium. */
export function diskSource(disk: XmlElement): string | undefined {
  const source = disk.child('source');
  return disk.attr('type') === 'vhostuser'
    ? source?.attr('path')
    : firstAttr(source, 'file', 'dev', 'dir', 'name', 'volume');
}

export const diskTarget = (disk: XmlElement): string | undefined => disk.child('target')?.attr('dev');

export const macOf = (nic: XmlElement): string | undefined => nic.child('mac')?.attr('address');

export const isMac = (written: string): boolean => /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(written);

/** An element as it stood in its document, but on its own, and its attributes in double quotes. */
export function elementText(element: XmlElement): string {
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`);
  const start = `<${element.name}${attributes.join('')}`;
  if (element.children.length === 0) return `${start}/>`;
  const inside = element.children.map((child) => {
    if (child.kind === 'element') return elementText(child);
    if (child.kind === 'comment') return `<!--${child.value}-->`;
    return child.kind === 'cdata' ? `<![CDATA[${child.value}]]>` : escaped(child.value);
  });
  return `${start}>${inside.join('')}</${element.name}>`;
}

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
