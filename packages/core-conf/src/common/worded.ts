import type { XmlElement } from '@virtweave/core-util/xml';
import type { VirtError } from '@virtweave/core-util/errors';
import type { Field, Required } from '../table/field.ts';
import type { JsonSchema } from '../table/json-schema.ts';

/** How an attribute is read whose problems libvirt tells in words of their own. */
export interface Wording<V> {
  /** The value; undefined when it says nothing. Throws in libvirt's words. */
  read(text: string, element: XmlElement): V | undefined;
  /** Default `String`. */
  format?(value: V): string;
  /** What the absence of the attribute means: it is not written, and gives no value. */
  readonly omit?: V;
  /** Default a string. */
  readonly schema?: JsonSchema;
}

/** An optional attribute with words of its own. */
export function worded<V>(name: string, { read, format = String, omit, schema = { type: 'string' } }: Wording<V>): Field<V> {
  return {
    attributes: [name],
    children: [],
    read(element) {
      const text = element.attr(name);
      if (text === undefined) return undefined;
      const value = read(text, element);
      return value === omit ? undefined : value;
    },
    writeAttributes(value, out) {
      if (value !== omit) out.xml.attr(name, format(value));
    },
    schema: () => schema,
  };
}

/** An attribute with words of its own that must be there. */
export function wordedRequired<V>(name: string, wording: Wording<V>, missing: (element: XmlElement) => VirtError): Required<V> {
  const optional = worded(name, wording);
  return {
    ...optional,
    required: true,
    read(element, context) {
      const value = optional.read(element, context);
      if (value === undefined) throw missing(element);
      return value;
    },
  };
}

/** A text attribute; empty is the same as absent. */
export function filled(name: string): Field<string> {
  return worded(name, { read: (text) => (text === '' ? undefined : text) });
}

/** Runs a check on what a field has read. */
export function checked<V>(field: Required<V>, check: (value: V, element: XmlElement) => V): Required<V>;
export function checked<V>(field: Field<V>, check: (value: V, element: XmlElement) => V | undefined): Field<V>;
export function checked<V>(field: Field<V>, check: (value: V, element: XmlElement) => V | undefined): Field<V> {
  return {
    ...field,
    read(element, context) {
      const value = field.read(element, context);
      return value === undefined ? undefined : check(value, element);
    },
  };
}
