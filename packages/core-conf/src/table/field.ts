import type { XmlElement } from '@virtweave/core-util/xml';
import type { Codec, Refusal } from './codec.ts';
import type { ReadContext, WriteContext } from './context.ts';
import type { JsonSchema } from './json-schema.ts';
import { onlyAttributes } from './table.ts';
import { invalidAttribute, invalidText, missingAttribute, missingElement, problem, refused } from './problem.ts';

/** Says how one property of an object stands in XML: in attributes of its element, in children, or in both. */
export interface Field<V> {
  /** Attributes and children that the field owns: all others are unknown. */
  readonly attributes: readonly string[];
  readonly children: readonly string[];
  /** Always yields a value. */
  readonly required?: boolean;
  /** Its attributes are written before those of the fields in front of it. */
  readonly lead?: boolean;
  /** Is no part of a definition: whoever reads strictly does not know its names. */
  readonly unlisted?: boolean;
  /** Has a value even where none of the names that it owns stands: it follows from others. */
  readonly derived?: boolean;
  /**
   * The value in an element. Asked for only when the element holds one of the names that the field owns; of required and
   * derived fields, and those that own no names, always.
   */
  read(element: XmlElement, context: ReadContext): V | undefined;
  /** `owner` is the object that the value belongs to, for what depends on its neighbours. */
  writeAttributes?(value: V, out: WriteContext, owner: object): void;
  writeChildren?(value: V, out: WriteContext, owner: object): void;
  /** Schema of the value; a function, since tables may contain themselves. */
  schema(): JsonSchema;
  /** Tables of the children, for the check of unknown names: element name to names inside it. */
  inner?(child: string, element: XmlElement): NameCheck | undefined;
}

/** A field that always yields a value. */
export interface Required<V> extends Field<V> {
  readonly required: true;
}

/** Reports unknown attributes and elements inside an element. */
export type NameCheck = (element: XmlElement, report: (problem: { element: XmlElement; attribute?: string; known: readonly string[] }) => void) => void;

const nothing: readonly string[] = [];

/** Elements that hold text, or nothing, have neither attributes nor children. */
export const bare = (): NameCheck => onlyAttributes()();

function readAttribute<V>(element: XmlElement, name: string, codec: Codec<V>): V | undefined {
  const text = element.attributes.get(name);
  if (text === undefined) return undefined;
  const value = codec.parse(text);
  if (value === undefined) throw invalidAttribute(element, name, text, codec);
  return value;
}

/** An optional attribute. `omit` is what its absence means: it is not written, and gives no value. */
export function attr<V>(name: string, codec: Codec<V>, options: { omit?: V } = {}): Field<V> {
  return {
    attributes: [name],
    children: nothing,
    read: (element) => unless(options.omit, readAttribute(element, name, codec)),
    writeAttributes(value, out) {
      if (value !== options.omit) out.xml.attr(name, codec.format(value));
    },
    schema: () => codec.schema,
  };
}

function unless<V>(omit: V | undefined, value: V | undefined): V | undefined {
  return value === omit ? undefined : value;
}

/** An attribute with a default. It is written even when it has the default value, unless `omit` names it. */
export function attrOr<V>(name: string, codec: Codec<V>, fallback: V, options: { omit?: V } = {}): Required<V> {
  return {
    ...attr(name, codec, options),
    required: true,
    read: (element) => readAttribute(element, name, codec) ?? fallback,
    schema: () => including(codec.schema, fallback),
  };
}

/** The schema of a number that may also be the fallback, such as -1 for none. */
function including(schema: JsonSchema, fallback: unknown): JsonSchema {
  return typeof fallback === 'number' && fallback < (schema.minimum ?? fallback) ? { ...schema, minimum: fallback } : schema;
}

/** An attribute that must be there; `missing` has libvirt's words for its absence. */
export function attrRequired<V>(name: string, codec: Codec<V>, missing?: Refusal): Required<V> {
  return {
    ...attr(name, codec),
    required: true,
    read(element) {
      const value = readAttribute(element, name, codec);
      if (value === undefined) throw missing === undefined ? missingAttribute(element, name) : refused(element, missing);
      return value;
    },
  };
}

/** The element's own text; white space around it does not count unless `verbatim`. Empty text is no value. */
export function text<V>(codec: Codec<V>, options: { verbatim?: boolean } = {}): Field<V> {
  return {
    attributes: nothing,
    children: nothing,
    read: (element) => readText(element, codec, options.verbatim),
    writeChildren(value, out) {
      out.xml.text(codec.format(value));
    },
    schema: () => codec.schema,
  };
}

export function textRequired<V>(codec: Codec<V>): Required<V> {
  return {
    ...text(codec),
    required: true,
    read(element) {
      const value = readText(element, codec);
      if (value === undefined) throw problem(element, `Missing content of element '${element.name}'`);
      return value;
    },
  };
}

function readText<V>(element: XmlElement, codec: Codec<V>, verbatim = false): V | undefined {
  const raw = element.text;
  if (raw === '') return undefined;
  const content = verbatim ? raw : raw.trim();
  const value = codec.parse(content);
  if (value === undefined) throw invalidText(element, content, codec);
  return value === '' ? undefined : value;
}

/** `<name>value</name>`; the first one counts when there are several. `omit` as with {@link attr}. */
export function leaf<V>(name: string, codec: Codec<V>, options: { verbatim?: boolean; omit?: V } = {}): Field<V> {
  return {
    attributes: nothing,
    children: [name],
    read(element) {
      const found = element.child(name);
      return found === undefined ? undefined : unless(options.omit, readText(found, codec, options.verbatim ?? true));
    },
    writeChildren(value, out) {
      if (value !== options.omit) out.xml.leaf(name, codec.format(value));
    },
    schema: () => codec.schema,
    inner: bare,
  };
}

/** `<name>value</name>` that must be there; `missing` has libvirt's words for its absence. */
export function leafRequired<V>(name: string, codec: Codec<V>, missing?: Refusal): Required<V> {
  const optional = leaf(name, codec);
  return {
    ...optional,
    required: true,
    read(element, context) {
      const value = optional.read(element, context);
      if (value === undefined) throw missing === undefined ? missingElement(element, name) : refused(element, missing);
      return value;
    },
  };
}

/** `<name>value</name>` with a default. */
export function leafOr<V>(name: string, codec: Codec<V>, fallback: V): Required<V> {
  const optional = leaf(name, codec);
  return { ...optional, required: true, read: (element, context) => optional.read(element, context) ?? fallback };
}

/** Several `<name>value</name>`. */
export function leaves<V>(name: string, codec: Codec<V>): Required<V[]> {
  return {
    attributes: nothing,
    children: [name],
    required: true,
    read(element) {
      const values: V[] = [];
      for (const found of element.all(name)) {
        const value = readText(found, codec, true);
        if (value !== undefined) values.push(value);
      }
      return values;
    },
    writeChildren(values, out) {
      for (const value of values) out.xml.leaf(name, codec.format(value));
    },
    schema: () => ({ type: 'array', items: codec.schema }),
    inner: bare,
  };
}

/** `<name/>`: true when it is there. */
export function flag(name: string): Field<true> {
  return {
    attributes: nothing,
    children: [name],
    read: (element) => (element.child(name) === undefined ? undefined : true),
    writeChildren(_value, out) {
      out.xml.open(name).close();
    },
    schema: () => ({ const: true }),
    inner: bare,
  };
}

/** `<name on='value'/>`: an element that only carries one attribute, such as `<vmport state='off'/>`. */
export function property<V>(name: string, on: string, codec: Codec<V>): Field<V> {
  return {
    attributes: nothing,
    children: [name],
    read(element) {
      const found = element.child(name);
      return found === undefined ? undefined : readAttribute(found, on, codec);
    },
    writeChildren(value, out) {
      out.xml.open(name).attr(on, codec.format(value)).close();
    },
    schema: () => codec.schema,
    inner: onlyAttributes(on),
  };
}

/** The same, with a default. */
export function propertyOr<V>(name: string, on: string, codec: Codec<V>, fallback: V): Required<V> {
  const optional = property(name, on, codec);
  return { ...optional, required: true, read: (element, context) => optional.read(element, context) ?? fallback };
}

/** Several of these: `<certificate name='..'/>`. */
export function properties<V>(name: string, on: string, codec: Codec<V>): Required<V[]> {
  return {
    attributes: nothing,
    children: [name],
    required: true,
    read(element) {
      return element.all(name).map((found) => {
        const value = readAttribute(found, on, codec);
        if (value === undefined) throw missingAttribute(found, on);
        return value;
      });
    },
    writeChildren(values, out) {
      for (const value of values) out.xml.open(name).attr(on, codec.format(value)).close();
    },
    schema: () => ({ type: 'array', items: codec.schema }),
    inner: onlyAttributes(on),
  };
}

/** Written for running objects only, and ignored in documents of stopped ones. */
export function live<V>(field: Field<V>): Field<V> {
  return {
    ...field,
    read: (element, context) => (context.inactive ? undefined : field.read(element, context)),
    ...wrapWrites(field, (out) => !out.inactive),
  };
}

/** Read and written only as a part of the state that a driver keeps for itself. */
export function inStatus<V>(field: Field<V>): Field<V> {
  return {
    ...field,
    unlisted: true,
    read: (element, context) => (context.status ? field.read(element, context) : undefined),
    ...wrapWrites(field, (out) => out.status === true),
  };
}

/** Written only when secrets are asked for. */
export function secret<V>(field: Field<V>): Field<V> {
  return { ...field, ...wrapWrites(field, (out) => out.secure) };
}

/** Its attributes come first in the start tag, wherever its children stand. */
export function leading<V>(field: Required<V>): Required<V>;
export function leading<V>(field: Field<V>): Field<V>;
export function leading<V>(field: Field<V>): Field<V> {
  return { ...field, lead: true };
}

/** Not written when it has nothing to say. */
export function silent<V>(field: Field<V>, nothing: (value: V) => boolean): Field<V> {
  return { ...field, ...wrapWrites(field, (_out, value) => !nothing(value)) };
}

function wrapWrites<V>(field: Field<V>, wanted: (out: WriteContext, value: V) => boolean): Partial<Field<V>> {
  const { writeAttributes, writeChildren } = field;
  return {
    ...(writeAttributes && {
      writeAttributes: (value: V, out: WriteContext, owner: object) => {
        if (wanted(out, value)) writeAttributes(value, out, owner);
      },
    }),
    ...(writeChildren && {
      writeChildren: (value: V, out: WriteContext, owner: object) => {
        if (wanted(out, value)) writeChildren(value, out, owner);
      },
    }),
  };
}
