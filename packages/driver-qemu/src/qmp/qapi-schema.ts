import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** Answer to a {@link QapiSchema.query}. */
export interface QapiQueryResult {
  /** 1 found, 0 not found, -1 the query is malformed. */
  readonly result: 1 | 0 | -1;
  /** The schema entry that the query leads to; absent where it ends in a value or in a built-in type. */
  readonly entry?: JsonObject;
}

const found = { result: 1 } as const;
const notFound = { result: 0 } as const;
const malformed = { result: -1 } as const;

/**
 * QEMU's own description of its commands and events: the reply to `query-qmp-schema`, with libvirt's path language.
 *
 * A query starts with a command or event, then goes down by `arg-type` or `ret-type`, `name` (a member), `*name` (an
 * optional member), `+name` (a variant), `^value` (of an enumeration), `!type` (a built-in type) and `$feature`. Arrays
 * are passed through, and of an alternate any branch will do.
 *
 * @example
 * ```ts
 * const schema = new QapiSchema(await monitor.execute('query-qmp-schema'));
 * schema.has('blockdev-add/arg-type/+file/aio/^io_uring'); // true
 * ```
 */
export class QapiSchema {
  readonly #entries: ReadonlyMap<string, JsonObject>;

  constructor(reply: readonly JsonObject[]) {
    this.#entries = new Map(reply.map((entry) => [text(entry['name']) ?? '', entry]));
  }

  /** Does the query lead to something? */
  has(query: string): boolean {
    return this.query(query).result === 1;
  }

  /** The entry of this name, or of this type. */
  entry(name: string): JsonObject | undefined {
    return this.#entries.get(name);
  }

  query(query: string): QapiQueryResult {
    const [name, ...path] = query.split('/');
    const entry = this.#entries.get(name ?? '');
    if (name === undefined || name === '') return malformed;
    return entry === undefined ? notFound : this.#walk(entry, path);
  }

  #walk(entry: JsonObject, path: readonly string[]): QapiQueryResult {
    if (entry['meta-type'] === 'array') return this.#type(entry['element-type'], path);
    const [step, ...rest] = path;
    if (step === undefined) return { result: 1, entry };
    if (step.startsWith('$')) return feature(entry, step, rest);
    switch (entry['meta-type']) {
      case 'command':
      case 'event':
        return this.#type(entry[step], rest);
      case 'object':
        return this.#object(entry, step, rest);
      case 'alternate':
        return this.#alternate(entry, path);
      case 'enum':
        return enumeration(entry, step, rest);
      case 'builtin':
        if (!step.startsWith('!') || rest.length > 0) return malformed;
        return step.slice(1) === entry['json-type'] ? found : notFound;
      default:
        return notFound;
    }
  }

  #type(name: Json | undefined, path: readonly string[]): QapiQueryResult {
    const entry = typeof name === 'string' ? this.#entries.get(name) : undefined;
    return entry === undefined ? notFound : this.#walk(entry, path);
  }

  #object(entry: JsonObject, step: string, rest: readonly string[]): QapiQueryResult {
    if (step.startsWith('^') || step.startsWith('!')) return malformed;
    if (step.startsWith('+')) {
      const variant = objects(entry['variants']).find((one) => one['case'] === step.slice(1));
      return variant === undefined ? notFound : this.#type(variant['type'], rest);
    }
    const optional = step.startsWith('*');
    const name = optional ? step.slice(1) : step;
    const member = objects(entry['members']).find((one) => one['name'] === name);
    if (member === undefined || (optional && !('default' in member))) return notFound;
    const [next] = rest;
    // A feature may belong to the member itself, or to its type.
    if (next?.startsWith('$') === true && feature(member, next, rest.slice(1)).result !== 0) {
      return feature(member, next, rest.slice(1));
    }
    return this.#type(member['type'], rest);
  }

  #alternate(entry: JsonObject, path: readonly string[]): QapiQueryResult {
    for (const member of objects(entry['members'])) {
      const answer = this.#type(member['type'], path);
      if (answer.result === 1) return answer;
    }
    return notFound;
  }
}

function enumeration(entry: JsonObject, step: string, rest: readonly string[]): QapiQueryResult {
  if (!step.startsWith('^')) return malformed;
  const value = step.slice(1);
  const [next] = rest;
  if (next !== undefined && !next.startsWith('$')) return malformed;
  const member = objects(entry['members']).find((one) => one['name'] === value);
  if (next !== undefined) return member === undefined ? notFound : feature(member, next, rest.slice(1));
  return member !== undefined || list(entry['values']).includes(value) ? found : notFound;
}

function feature(entry: JsonObject, step: string, rest: readonly string[]): QapiQueryResult {
  if (rest.length > 0) return malformed;
  return list(entry['features']).includes(step.slice(1)) ? found : notFound;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return list(value).filter(isJsonObject);
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
