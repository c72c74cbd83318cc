import type { JsonSchema } from './json-schema.ts';

/** Collects what a schema says more than once, or what contains itself. */
class Collector {
  readonly #names = new Map<object, string>();
  readonly #schemas = new Map<string, JsonSchema>();
  readonly #taken = new Set<string>();

  refer(key: object, name: string, make: () => JsonSchema): JsonSchema {
    let given = this.#names.get(key);
    if (given === undefined) {
      given = this.#free(name);
      this.#names.set(key, given);
      this.#schemas.set(given, make());
    }
    return { $ref: `#/$defs/${given}` };
  }

  #free(name: string): string {
    let free = name;
    for (let number = 2; this.#taken.has(free); number += 1) free = `${name}${number}`;
    this.#taken.add(free);
    return free;
  }

  /** The schema with its definitions; those that are used once stand where they are used. */
  finish(schema: JsonSchema): JsonSchema {
    const uses = new Map<string, number>();
    const count = (one: JsonSchema): void =>
      eachRef(one, (name) => uses.set(name, (uses.get(name) ?? 0) + 1));
    count(schema);
    for (const one of this.#schemas.values()) count(one);
    const inline = (one: JsonSchema): JsonSchema => {
      const name = one.$ref?.slice('#/$defs/'.length);
      if (name !== undefined) return uses.get(name) === 1 ? inline(this.#schemas.get(name) ?? {}) : one;
      return mapInner(one, inline);
    };
    const shared = [...this.#schemas].filter(([name]) => (uses.get(name) ?? 0) > 1);
    const $defs = Object.fromEntries(shared.map(([name, one]) => [name, inline(one)]));
    return { ...inline(schema), ...(shared.length > 0 && { $defs }) };
  }
}

let collector: Collector | undefined;

/**
 * The schema of something that may stand in several places, or inside itself. While a whole document's schema is made,
 * this is a reference to a definition; otherwise the schema itself, which says nothing of what lies inside its like.
 */
export function defined(key: object, name: string, make: () => JsonSchema): JsonSchema {
  if (collector !== undefined) return collector.refer(key, name, make);
  if (open.has(key)) return {};
  open.add(key);
  try {
    return make();
  } finally {
    open.delete(key);
  }
}

/** What is being made at present, where there is no collector. */
const open = new Set<object>();

/** A schema that stands alone: what is repeated or recursive is in its `$defs`. */
export function withDefinitions(make: () => JsonSchema): JsonSchema {
  const outer = collector;
  const own = new Collector();
  collector = own;
  try {
    return own.finish(make());
  } finally {
    collector = outer;
  }
}

function mapInner(schema: JsonSchema, map: (inner: JsonSchema) => JsonSchema): JsonSchema {
  const { items, properties, oneOf, additionalProperties } = schema;
  return {
    ...schema,
    ...(items && { items: map(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, map(inner)])),
    }),
    ...(oneOf && { oneOf: oneOf.map(map) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: map(additionalProperties) }),
  };
}

function eachRef(schema: JsonSchema, found: (name: string) => void): void {
  if (schema.$ref !== undefined) found(schema.$ref.slice('#/$defs/'.length));
  mapInner(schema, (inner) => {
    eachRef(inner, found);
    return inner;
  });
}
