import { VirtError } from '@virtweave/core-util/errors';
import { XmlElement } from '@virtweave/core-util/xml';
import { declarationOf, prefixOf } from '../common/metadata.ts';

/**
 * Puts an element of `<metadata>`, and all in it that have no prefix, into the namespace `uri` under the prefix `key`, as
 * `virDomainSetMetadata` does.
 */
export function inNamespace(element: XmlElement, key: string, uri: string): XmlElement {
  const declaration = declarationOf(key);
  if (element.attr(declaration) !== undefined) {
    const detail = `failed to create a new XML namespace: '${key}' is declared already`;
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_DOMAIN' });
  }
  const renamed = rename(element, (name) => (name.includes(':') ? name : `${key}:${name}`));
  return new XmlElement(renamed.name, new Map([[declaration, uri], ...renamed.attributes]), renamed.children);
}

/** The reverse of {@link inNamespace}: what the user gave, as `virDomainGetMetadata` answers it. */
export function outOfNamespace(element: XmlElement, uri: string): XmlElement {
  const prefix = prefixOf(element.name);
  const own = `${prefix}:`;
  const bare = prefix === '' ? element : rename(element, (name) => (name.startsWith(own) ? name.slice(own.length) : name));
  const declaration = declarationOf(prefix);
  const attributes = new Map([...bare.attributes].filter(([name, value]) => name !== declaration || value !== uri));
  return new XmlElement(bare.name, attributes, bare.children);
}

function rename(element: XmlElement, how: (name: string) => string): XmlElement {
  const children = element.children.map((child) => (child.kind === 'element' ? rename(child, how) : child));
  return new XmlElement(how(element.name), element.attributes, children);
}
