import type { Field } from './field.ts';

/** A property with its field. */
export interface Entry {
  readonly key: string;
  readonly field: Field<unknown>;
  /** Place in the table, from 0. */
  readonly place: number;
}

/**
 * How the fields of a table are found. Most elements hold few of the many things that they may hold, so reading starts
 * from what the element holds, and writing from what the object holds; both keep the order of the table.
 */
export class Plan {
  readonly entries: readonly Entry[];
  /** Fields that may have a value whatever the element holds. */
  readonly #always: readonly Entry[];
  readonly #byAttribute: ReadonlyMap<string, readonly Entry[]>;
  readonly #byChild: ReadonlyMap<string, readonly Entry[]>;
  readonly #byKey: ReadonlyMap<string, Entry>;
  /** Those whose attributes are written first. */
  readonly leading: readonly Entry[];

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
    this.#always = entries.filter(({ field }) => isAlwaysRead(field));
    const others = entries.filter(({ field }) => !isAlwaysRead(field));
    this.#byAttribute = byName(others, ({ field }) => field.attributes);
    this.#byChild = byName(others, ({ field }) => field.children);
    this.#byKey = new Map(entries.map((entry) => [entry.key, entry]));
    this.leading = entries.filter(({ field }) => field.lead === true);
  }

  /** The fields that may have a value in an element with these attributes and children. */
  toRead(attributes: ReadonlyMap<string, unknown>, children: ReadonlyMap<string, unknown>): readonly Entry[] {
    const found = this.#always.slice();
    if (attributes.size > 0) addAll(found, this.#byAttribute, attributes);
    if (children.size > 0) addAll(found, this.#byChild, children);
    return found;
  }

  /** The fields that have a value in an object. */
  toWrite(object: object): readonly Entry[] {
    const found: Entry[] = [];
    for (const key in object) {
      const entry = this.#byKey.get(key);
      if (entry !== undefined) add(found, entry);
    }
    return found;
  }
}

/** A field that owns no names reads what no name can tell, such as text. */
function isAlwaysRead({ required, derived, attributes, children }: Field<unknown>): boolean {
  return required === true || derived === true || (attributes.length === 0 && children.length === 0);
}

function byName(entries: readonly Entry[], names: (entry: Entry) => readonly string[]): ReadonlyMap<string, readonly Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const name of names(entry)) {
      const same = found.get(name);
      if (same === undefined) found.set(name, [entry]);
      else same.push(entry);
    }
  }
  return found;
}

function addAll(found: Entry[], index: ReadonlyMap<string, readonly Entry[]>, names: ReadonlyMap<string, unknown>): void {
  for (const name of names.keys()) {
    const entries = index.get(name);
    if (entries !== undefined) for (const entry of entries) add(found, entry);
  }
}

/** Adds an entry at its place, once. Documents and objects mostly follow the order of the table: the place is near the end. */
function add(found: Entry[], entry: Entry): void {
  let at = found.length;
  while (at > 0 && (found[at - 1] as Entry).place > entry.place) at -= 1;
  if (at > 0 && found[at - 1] === entry) return;
  if (at === found.length) found.push(entry);
  else found.splice(at, 0, entry);
}
