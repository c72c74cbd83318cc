import { XmlElement } from '@virtweave/core-util/xml';
import { testError } from '../errors.ts';

/** The XML namespace of an element's name, as declared on it or around it. */
export function ownNamespace(element: XmlElement): string | undefined {
  const declaration = declarationOf(prefixOf(element.name));
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const uri = at.attr(declaration);
    if (uri !== undefined) return uri;
  }
  return undefined;
}

/** Puts an element, and all in it that have no prefix, into the namespace `uri` under the prefix `key`. */
export function inNamespace(element: XmlElement, key: string, uri: string): XmlElement {
  const declaration = declarationOf(key);
  if (element.attr(declaration) !== undefined)
    throw testError('VIR_ERR_INTERNAL_ERROR', `failed to create a new XML namespace: '${key}' is declared already`);
  const renamed = rename(element, (name) => (name.includes(':') ? name : `${key}:${name}`));
  return new XmlElement(renamed.name, new Map([[declaration, uri], ...renamed.attributes]), renamed.children);
}

/** The reverse of {@link inNamespace}: what the user gave. */
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

function prefixOf(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? '' : name.slice(0, colon);
}

function declarationOf(prefix: string): string {
  return prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
}
