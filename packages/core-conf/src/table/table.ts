import type { XmlElement } from '@virtweave/core-util/xml';
import type { ReadContext, WriteContext } from './context.ts';
import type { Field, NameCheck, Required } from './field.ts';
import type { JsonSchema } from './json-schema.ts';
import { Plan, type Entry } from './plan.ts';

type IsOptional<T, K extends keyof T> = object extends Pick<T, K> ? true : false;

/** One field per key of T; a key that is not optional needs a field that always yields a value. */
export type Fields<T> = {
  readonly [K in keyof T]-?: IsOptional<T, K> extends true ? Field<Exclude<T[K], undefined>> : Required<T[K]>;
};

/** How one element and its object correspond: its fields in the order in which they are written. */
export interface Table<T> {
  readonly fields: readonly Entry[];
  readonly plan: Plan;
  readonly check: NameCheck;
  schema(): JsonSchema;
  readonly _type?: T;
}

/**
 * Declares the table of an interface: every key of it, in the order in which the element is written. A function is asked for
 * the fields when the table is first used: a program that reads a network does not pay for what a disk may hold.
 */
export function table<T extends object>(fields: Fields<T> | (() => Fields<T>)): Table<T> {
  return new LazyTable<T>(fields);
}

class LazyTable<T> implements Table<T> {
  readonly #given: Fields<T> | (() => Fields<T>);
  #fields: readonly Entry[] | undefined = undefined;
  #plan: Plan | undefined = undefined;
  #check: NameCheck | undefined = undefined;

  constructor(given: Fields<T> | (() => Fields<T>)) {
    this.#given = given;
  }

  get fields(): readonly Entry[] {
    return (this.#fields ??= entries(this.#given));
  }

  get plan(): Plan {
    return (this.#plan ??= new Plan(this.fields));
  }

  get check(): NameCheck {
    return (this.#check ??= nameCheck(this.fields.map(({ field }) => field)));
  }

  schema(): JsonSchema {
    return {
      type: 'object',
      properties: Object.fromEntries(this.fields.map(({ key, field }) => [key, field.schema()])),
      required: this.fields.filter(({ field }) => field.required === true).map(({ key }) => key),
      additionalProperties: false,
    };
  }
}

function entries<T>(given: Fields<T> | (() => Fields<T>)): readonly Entry[] {
  const fields = (typeof given === 'function' ? given() : given) as Readonly<Record<string, Field<unknown>>>;
  const all: Entry[] = [];
  for (const key in fields) all.push({ key, field: fields[key] as Field<unknown>, place: all.length });
  return all;
}

/** Reads the object that an element stands for; `object` may hold the beginning of it. */
export function readTable<T>(
  table: Table<T>,
  element: XmlElement,
  context: ReadContext,
  object: Record<string, unknown> = {},
): T {
  for (const { key, field } of table.plan.toRead(element.attributes, element.index())) {
    const value = field.read(element, context);
    if (value !== undefined) object[key] = value;
  }
  return object as T;
}

/** Writes an object into the element whose start tag is open: attributes, then children. */
export function writeTable<T>(table: Table<T>, object: T, out: WriteContext): void {
  const plan = table.plan;
  const entries = plan.toWrite(object as object);
  writeAttributes(plan, entries, object as Values, out);
  writeChildren(entries, object as Values, out);
}

/** Writes the attributes of an object into the start tag that is open. */
export function writeTableAttributes<T>(table: Table<T>, object: T, out: WriteContext): void {
  const plan = table.plan;
  writeAttributes(plan, plan.toWrite(object as object), object as Values, out);
}

/** Writes the children of an object into the element that is open. */
export function writeTableChildren<T>(table: Table<T>, object: T, out: WriteContext): void {
  writeChildren(table.plan.toWrite(object as object), object as Values, out);
}

type Values = Readonly<Record<string, unknown>>;

function writeAttributes({ leading }: Plan, entries: readonly Entry[], object: Values, out: WriteContext): void {
  for (const { key, field } of leading) {
    const value = object[key];
    if (value !== undefined) field.writeAttributes?.(value, out, object);
  }
  for (const { key, field } of entries) {
    if (field.writeAttributes === undefined || field.lead === true) continue;
    const value = object[key];
    if (value !== undefined) field.writeAttributes(value, out, object);
  }
}

function writeChildren(entries: readonly Entry[], object: Values, out: WriteContext): void {
  for (const { key, field } of entries) {
    if (field.writeChildren === undefined) continue;
    const value = object[key];
    if (value !== undefined) field.writeChildren(value, out, object);
  }
}

/** Writes a whole element. */
export function writeElement<T>(name: string, table: Table<T>, object: T, out: WriteContext): void {
  out.xml.open(name);
  writeTable(table, object, out);
  out.xml.close();
}

/** The check of an element that has these attributes, and no children. */
export function onlyAttributes(...names: readonly string[]): () => NameCheck {
  let check: NameCheck | undefined;
  return () => (check ??= nameCheck([{ attributes: names, children: [], read: () => undefined, schema: () => ({}) }]));
}

/** The check of an element with these attributes and children; a child has the check that stands behind its name. */
export function onlyNames(attributes: readonly string[], children: Readonly<Record<string, () => NameCheck>>): () => NameCheck {
  let check: NameCheck | undefined;
  const inner = (name: string): NameCheck | undefined => children[name]?.();
  return () =>
    (check ??= nameCheck([{ attributes, children: Object.keys(children), inner, read: () => undefined, schema: () => ({}) }]));
}

/** Finds the attributes and elements that none of the fields owns. */
export function nameCheck(fields: readonly Field<unknown>[] | (() => readonly Field<unknown>[])): NameCheck {
  let attributes: Set<string> | undefined;
  let owners: Map<string, Field<unknown>> | undefined;
  return (element, report) => {
    if (attributes === undefined || owners === undefined) {
      const all = (typeof fields === 'function' ? fields() : fields).filter((field) => field.unlisted !== true);
      attributes = new Set(all.flatMap((field) => field.attributes));
      owners = new Map(all.flatMap((field) => field.children.map((name) => [name, field] as const)));
    }
    for (const name of element.attributes.keys()) {
      if (!attributes.has(name) && !name.startsWith('xmlns')) report({ element, attribute: name, known: [...attributes] });
    }
    for (const child of element.elements) {
      const owner = owners.get(child.name);
      if (owner === undefined) {
        if (!child.name.includes(':')) report({ element: child, known: [...owners.keys()] });
      } else owner.inner?.(child.name, child)?.(child, report);
    }
  };
}
