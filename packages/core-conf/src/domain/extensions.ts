import type { XmlElement } from '@virtweave/core-util/xml';
import type { WriteContext } from '../table/context.ts';
import type { Field } from '../table/field.ts';
import { xmlSchema } from '../table/json-schema.ts';
import { namespaceOf } from '../common/metadata.ts';

/**
 * Elements of a driver's own XML namespace directly below `<domain>`, such as `<qemu:commandline>`. They are kept as they
 * were read; the driver gives them their meaning.
 */
export interface Extensions {
  /** Prefix as libvirt writes it, such as `qemu`. */
  prefix: string;
  uri: string;
  elements: readonly XmlElement[];
}

/** Prefixes that libvirt writes for its drivers' namespaces. */
const knownPrefix = /^http:\/\/libvirt\.org\/schemas\/domain\/([a-z]+)\/1\.0$/;

export const extensions: Field<Extensions> = {
  attributes: [],
  children: [],
  read(element) {
    const found = element.elements.filter((child) => namespaceOf(child) !== undefined);
    const first = found[0];
    if (first === undefined) return undefined;
    const uri = namespaceOf(first) as string;
    const prefix = knownPrefix.exec(uri)?.[1] ?? first.name.split(':')[0] ?? '';
    return { prefix, uri, elements: found.filter((child) => namespaceOf(child) === uri) };
  },
  writeAttributes({ prefix, uri }, out) {
    out.xml.attr(`xmlns:${prefix}`, uri);
  },
  writeChildren({ prefix, elements }, out) {
    for (const element of elements) write(element, prefix, out);
  },
  schema: () => ({
    type: 'object',
    properties: { prefix: { type: 'string' }, uri: { type: 'string' }, elements: { type: 'array', items: xmlSchema } },
    required: ['prefix', 'uri', 'elements'],
    additionalProperties: false,
  }),
};

function write(element: XmlElement, prefix: string, out: WriteContext): void {
  out.xml.open(`${prefix}:${localName(element)}`);
  for (const [name, value] of element.attributes) if (!name.startsWith('xmlns')) out.xml.attr(name, value);
  const inner = element.elements;
  if (inner.length === 0 && element.text !== '') out.xml.text(element.text);
  for (const child of inner) write(child, prefix, out);
  out.xml.close();
}

function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1);
}
