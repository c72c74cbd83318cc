import type { XmlElement } from '@virtweave/core-util/xml';
import type { Field } from '../table/field.ts';
import { xmlSchema } from '../table/json-schema.ts';

/**
 * `<metadata>`: foreign XML that the hypervisor keeps for its users, one element for each XML namespace.
 * The elements are kept as they were read.
 */
export interface Metadata {
  elements: readonly XmlElement[];
}

export const metadata: Field<Metadata> = {
  attributes: [],
  children: ['metadata'],
  read(element) {
    const found = element.child('metadata');
    if (found === undefined) return undefined;
    return { elements: uniqueByNamespace(found.elements) };
  },
  writeChildren(value, out) {
    out.xml.open('metadata');
    for (const one of value.elements) out.xml.foreign(one);
    out.xml.close();
  },
  schema: () => ({
    type: 'object',
    properties: { elements: { type: 'array', items: xmlSchema } },
    required: ['elements'],
    additionalProperties: false,
  }),
};

/** The first element of each namespace; the others, and those without one, are dropped, as libvirt does. */
function uniqueByNamespace(elements: readonly XmlElement[]): readonly XmlElement[] {
  const seen = new Set<string>();
  return elements.filter((element) => {
    const uri = namespaceOf(element);
    if (uri === undefined) return false;
    if (seen.has(uri)) return false;
    seen.add(uri);
    return true;
  });
}

/** The namespace of an element's name, from the declarations around it. */
export function namespaceOf(element: XmlElement): string | undefined {
  const declaration = declarationOf(prefixOf(element.name));
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const uri = at.attr(declaration);
    if (uri !== undefined) return uri;
  }
  return undefined;
}

export function prefixOf(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? '' : name.slice(0, colon);
}

/** The attribute that declares a prefix. */
export function declarationOf(prefix: string): string {
  return prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
}
