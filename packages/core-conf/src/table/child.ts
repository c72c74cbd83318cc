import { VirtError } from '@virtweave/core-util/errors';
import type { XmlElement } from '@virtweave/core-util/xml';
import type { Refusal } from './codec.ts';
import type { ReadContext, WriteContext } from './context.ts';
import { defined } from './definitions.ts';
import type { Field, Required } from './field.ts';
import type { JsonSchema } from './json-schema.ts';
import { invalidAttribute, missingAttribute, missingElement, refused } from './problem.ts';
import { nameCheck, readTable, table, writeTable, writeTableAttributes, writeTableChildren, type Fields, type Table } from './table.ts';

/** A table, or a function that gives it: for elements that contain themselves. */
export type TableOf<T> = Table<T> | (() => Table<T>);

const nothing: readonly string[] = [];

function lazy<T>(of: TableOf<T>): () => Table<T> {
  return typeof of === 'function' ? of : () => of;
}

function schemaOf<T>(name: string, of: Table<T>): JsonSchema {
  return defined(of, name, () => of.schema());
}

/** What becomes of an element that has nothing to say: left out (the default), kept as `<x/>`, or written as a pair of tags. */
export type WhenEmpty = 'omit' | 'keep' | 'pair';

function writeChild<T>(name: string, of: Table<T>, value: T, out: WriteContext, empty: WhenEmpty): void {
  if (empty === 'omit') out.xml.openOptional(name);
  else out.xml.open(name);
  writeTable(of, value, out);
  out.xml.close(empty === 'pair');
}

/** One child element. Further ones are passed over, or refused in the words of `only`. */
export function child<T>(name: string, of: TableOf<T>, options: { empty?: WhenEmpty; only?: Refusal } = {}): Field<T> {
  const get = lazy(of);
  return {
    attributes: nothing,
    children: [name],
    read(element, context) {
      const found = element.child(name);
      if (found === undefined) return undefined;
      if (options.only !== undefined) {
        const [, second] = element.all(name);
        if (second !== undefined) throw refused(second, options.only);
      }
      return readTable(get(), found, context);
    },
    writeChildren: (value, out) => writeChild(name, get(), value, out, options.empty ?? 'omit'),
    schema: () => schemaOf(name, get()),
    inner: () => get().check,
  };
}

/** One child element that must be there. */
export function childRequired<T>(
  name: string,
  of: TableOf<T>,
  missing?: Refusal,
  options: { empty?: 'keep' | 'pair' } = {},
): Required<T> {
  const optional = child(name, of, { empty: options.empty ?? 'keep' });
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

/** One child element; without it the table reads an empty one. */
export function childOr<T>(name: string, of: TableOf<T>, options: { empty?: WhenEmpty } = {}): Required<T> {
  const optional = child(name, of, options);
  return {
    ...optional,
    required: true,
    read: (element, context) => optional.read(element, context) ?? readTable(lazy(of)(), emptyElement(name, element), context),
  };
}

function emptyElement(name: string, parent: XmlElement): XmlElement {
  const Constructor = parent.constructor as new (name: string) => XmlElement;
  const element = new Constructor(name);
  element.parent = parent;
  return element;
}

/** Any number of child elements. */
export function list<T>(name: string, of: TableOf<T>, options: { empty?: 'keep' | 'pair' } = {}): Required<T[]> {
  const get = lazy(of);
  return {
    attributes: nothing,
    children: [name],
    required: true,
    read: (element, context) => element.all(name).map((found) => readTable(get(), found, context)),
    writeChildren(values, out) {
      for (const value of values) writeChild(name, get(), value, out, options.empty ?? 'keep');
    },
    schema: () => ({ type: 'array', items: schemaOf(name, get()) }),
    inner: () => get().check,
  };
}

/** Any number of child elements; no value when there are none. */
export function some<T>(name: string, of: TableOf<T>, options: { empty?: 'keep' | 'pair' } = {}): Field<T[]> {
  const { required: _, ...all } = list(name, of, options);
  return {
    ...all,
    read: (element, context) => (element.child(name) === undefined ? undefined : all.read(element, context)),
  };
}

/** A field that stands one element deeper: `<iothreads><iothread/>..</iothreads>`. Nothing inside: no element. */
export function within<V>(name: string, inner: Required<V>, options?: { empty?: WhenEmpty }): Required<V>;
export function within<V>(name: string, inner: Field<V>, options?: { empty?: WhenEmpty }): Field<V>;
export function within<V>(name: string, inner: Field<V>, options: { empty?: WhenEmpty } = {}): Field<V> {
  const check = nameCheck([inner as Field<unknown>]);
  return {
    attributes: nothing,
    children: [name],
    ...(inner.required === true && { required: true }),
    read(element, context) {
      const found = element.child(name);
      if (found !== undefined) return inner.read(found, context);
      return inner.required === true ? inner.read(emptyElement(name, element), context) : undefined;
    },
    writeChildren(value, out, owner) {
      if ((options.empty ?? 'omit') === 'omit') out.xml.openOptional(name);
      else out.xml.open(name);
      inner.writeAttributes?.(value, out, owner);
      inner.writeChildren?.(value, out, owner);
      out.xml.close(options.empty === 'pair');
    },
    schema: () => inner.schema(),
    inner: () => check,
  };
}

/** The shape of U whose `type` may be K. */
type CaseOf<U, K> = U extends { type: infer T } ? (K extends T ? U : never) : never;

type Cases<U extends { type: string }> = {
  readonly [K in U['type']]: Fields<Omit<CaseOf<U, K>, 'type'>>;
};

/** The cases, or a function that is asked for them when the first value is read or written. */
type CasesOf<U extends { type: string }> = Cases<U> | (() => Cases<U>);

/**
 * A value of several shapes: the attribute `on` says which. The rest stands in the same element, or in its child `body`.
 * The attribute leads its start tag.
 */
export function union<U extends { type: string }>(
  on: string,
  cases: CasesOf<U>,
  options: { body?: string; fallback?: U['type']; empty?: WhenEmpty } = {},
): Required<U> {
  let made: ReadonlyMap<string, Table<object>> | undefined;
  const tables = (): ReadonlyMap<string, Table<object>> => (made ??= tablesOf(cases));
  const { body, fallback } = options;
  const names = (of: 'attributes' | 'children'): string[] => [
    ...new Set([...tables().values()].flatMap((one) => one.fields.flatMap(({ field }) => field[of]))),
  ];

  const select = (element: XmlElement): readonly [string, Table<object>] => {
    const type = element.attributes.get(on) ?? fallback;
    if (type === undefined) throw missingAttribute(element, on);
    const chosen = tables().get(type);
    if (chosen === undefined) throw invalidAttribute(element, on, type);
    return [type, chosen];
  };

  return {
    get attributes() {
      return body === undefined ? [on, ...names('attributes')] : [on];
    },
    get children() {
      return body === undefined ? names('children') : [body];
    },
    required: true,
    lead: true,
    read(element, context) {
      const [type, chosen] = select(element);
      const holder = body === undefined ? element : (element.child(body) ?? emptyElement(body, element));
      return readTable(chosen, holder, context, { type }) as unknown as U;
    },
    writeAttributes(value, out) {
      out.xml.attr(on, value.type);
      if (body === undefined) writeTableAttributes(tableFor(value), value, out);
    },
    writeChildren(value, out) {
      if (body === undefined) writeTableChildren(tableFor(value), value, out);
      else writeChild<object>(body, tableFor(value), value, out, options.empty ?? 'omit');
    },
    schema: () => ({
      oneOf: [...tables()].map(([type, one]) => {
        const inner = one.schema();
        return {
          ...inner,
          properties: { type: { const: type }, ...inner.properties },
          required: ['type', ...(inner.required ?? [])],
        };
      }),
    }),
    inner(name, element) {
      const chosen = tables().get(element.parent?.attr(on) ?? fallback ?? '');
      if (name === body) return chosen?.check;
      return chosen?.fields.find(({ field }) => field.children.includes(name))?.field.inner?.(name, element);
    },
  };

  function tableFor(value: U): Table<object> {
    const chosen = tables().get(value.type);
    if (chosen === undefined) {
      const known = [...tables().keys()].join(', ');
      throw new VirtError('VIR_ERR_INVALID_ARG', `'${String(value.type)}' is none of the types ${known}`, {
        domain: 'VIR_FROM_DOMAIN',
      });
    }
    return chosen;
  }
}

function tablesOf<U extends { type: string }>(cases: CasesOf<U>): ReadonlyMap<string, Table<object>> {
  const given = Object.entries(typeof cases === 'function' ? cases() : cases);
  return new Map(given.map(([type, fields]) => [type, table(fields as unknown as Fields<object>)]));
}

/** A value of several shapes that is a child element: `<address type='pci' .../>`. */
export function unionChild<U extends { type: string }>(
  name: string,
  on: string,
  cases: CasesOf<U>,
  options: { fallback?: U['type'] } = {},
): Field<U> {
  const inner = union(on, cases, options);
  return {
    attributes: nothing,
    children: [name],
    read(element: XmlElement, context: ReadContext) {
      const found = element.child(name);
      return found === undefined ? undefined : inner.read(found, context);
    },
    writeChildren(value, out, owner) {
      out.xml.open(name);
      inner.writeAttributes?.(value, out, owner);
      inner.writeChildren?.(value, out, owner);
      out.xml.close();
    },
    schema: () => defined(inner, name, () => inner.schema()),
    inner: () => nameCheck([inner as Field<unknown>]),
  };
}

/** Any number of child elements that are a {@link union} each; `writeAttributes` where they do not write them themselves. */
export function unionList<U>(
  name: string,
  of: Required<U>,
  options: Pick<Field<U>, 'writeAttributes'> = {},
): Required<U[]> {
  const writeAttributes = options.writeAttributes ?? of.writeAttributes;
  const check = nameCheck([of as Field<unknown>]);
  return {
    attributes: nothing,
    children: [name],
    required: true,
    read: (element, context) => element.all(name).map((found) => of.read(found, context) as U),
    writeChildren(values, out) {
      for (const value of values) {
        out.xml.open(name);
        writeAttributes?.(value, out, value as object);
        of.writeChildren?.(value, out, value as object);
        out.xml.close();
      }
    },
    schema: () => ({ type: 'array', items: defined(of, name, () => of.schema()) }),
    inner: () => check,
  };
}
