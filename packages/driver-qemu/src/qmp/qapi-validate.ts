import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { QapiSchema } from './qapi-schema.ts';

/** How strict {@link validateQapi} is. */
export interface QapiValidateOptions {
  /** Refuse what the schema calls deprecated. */
  readonly refuseDeprecated?: boolean;
  /** Let members pass that the schema does not know: that of `device_add` knows few. */
  readonly allowUnknown?: boolean;
}

/**
 * Would QEMU take this JSON? Looks at shape and types, as `query-qmp-schema` describes them.
 *
 * @param root query for the type, such as `blockdev-add/arg-type`
 * @returns what is wrong and where, or undefined
 *
 * @example
 * ```ts
 * validateQapi(schema, 'blockdev-add/arg-type', { driver: 'file' }); // "missing mandatory 'filename'"
 * ```
 */
export function validateQapi(
  schema: QapiSchema,
  root: string,
  value: Json,
  options: QapiValidateOptions = {},
): string | undefined {
  const { entry } = schema.query(root);
  if (entry === undefined) return `schema has no '${root}'`;
  return new Validation(schema, options).check(entry, value, '');
}

class Validation {
  readonly #schema: QapiSchema;
  readonly #options: QapiValidateOptions;

  constructor(schema: QapiSchema, options: QapiValidateOptions) {
    this.#schema = schema;
    this.#options = options;
  }

  check(entry: JsonObject, value: Json, path: string): string | undefined {
    switch (entry['meta-type']) {
      case 'object':
        return this.#object(entry, value, path);
      case 'array':
        return this.#array(entry, value, path);
      case 'enum':
        return this.#enumeration(entry, value, path);
      case 'alternate':
        return this.#alternate(entry, value, path);
      case 'builtin':
        return isOfType(value, entry['json-type']) ? undefined : wrongType(path, entry['json-type']);
      default:
        return at(path, `'${String(entry['meta-type'])}' is no type of a value`);
    }
  }

  #type(name: Json | undefined, value: Json, path: string): string | undefined {
    const entry = typeof name === 'string' ? this.#schema.entry(name) : undefined;
    return entry === undefined ? at(path, `schema has no type '${String(name)}'`) : this.check(entry, value, path);
  }

  #object(entry: JsonObject, value: Json, path: string): string | undefined {
    if (!isJsonObject(value)) return wrongType(path, 'object');
    const members = new Map<string, JsonObject>();
    const problem = this.#members(entry, value, path, members);
    if (problem !== undefined) return problem;
    for (const [name, member] of members) {
      const given = value[name];
      const where = path === '' ? name : `${path}.${name}`;
      if (given === undefined) {
        if (!('default' in member)) return at(path, `missing mandatory '${name}'`);
        continue;
      }
      if (this.#options.refuseDeprecated === true && list(member['features']).includes('deprecated'))
        return at(path, `'${name}' is deprecated`);
      const wrong = this.#type(member['type'], given, where);
      if (wrong !== undefined) return wrong;
    }
    if (this.#options.allowUnknown === true) return undefined;
    const unknown = Object.keys(value).find((name) => value[name] !== undefined && !members.has(name));
    return unknown === undefined ? undefined : at(path, `'${unknown}' is unknown`);
  }

  /** Collects the members of an object and of the variant that it says it is. */
  #members(entry: JsonObject, value: JsonObject, path: string, members: Map<string, JsonObject>): string | undefined {
    for (const member of objects(entry['members'])) members.set(String(member['name']), member);
    const tag = entry['tag'];
    if (typeof tag !== 'string') return undefined;
    const chosen = value[tag] ?? members.get(tag)?.['default'];
    if (chosen === undefined || chosen === null) return at(path, `missing mandatory '${tag}'`);
    const variant = objects(entry['variants']).find((one) => one['case'] === chosen);
    if (variant === undefined) return at(path, `'${tag}' has no variant '${String(chosen)}'`);
    const type = this.#schema.entry(String(variant['type']));
    return type === undefined ? undefined : this.#members(type, value, path, members);
  }

  #array(entry: JsonObject, value: Json, path: string): string | undefined {
    if (!Array.isArray(value)) return wrongType(path, 'array');
    for (const [i, item] of (value as readonly Json[]).entries()) {
      const wrong = this.#type(entry['element-type'], item, `${path}[${i}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  #enumeration(entry: JsonObject, value: Json, path: string): string | undefined {
    if (typeof value !== 'string') return wrongType(path, 'string');
    const member = objects(entry['members']).find(({ name }) => name === value);
    if (member === undefined && !list(entry['values']).includes(value))
      return at(path, `'${value}' is not one of the values`);
    if (this.#options.refuseDeprecated === true && list(member?.['features']).includes('deprecated'))
      return at(path, `'${value}' is deprecated`);
    return undefined;
  }

  #alternate(entry: JsonObject, value: Json, path: string): string | undefined {
    let reason: string | undefined;
    for (const branch of objects(entry['members'])) {
      const wrong = this.#type(branch['type'], value, path);
      if (wrong === undefined) return undefined;
      reason = wrong;
    }
    return reason ?? at(path, 'nothing fits');
  }
}

function isOfType(value: Json, type: Json | undefined): boolean {
  switch (type) {
    case 'value':
      return true;
    case 'null':
      return value === null;
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'int':
      return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
    case 'number':
      return typeof value === 'bigint' || typeof value === 'number';
    case 'object':
      return isJsonObject(value);
    case 'array':
      return Array.isArray(value);
    default:
      return false;
  }
}

const at = (path: string, what: string): string => (path === '' ? what : `${path}: ${what}`);
const wrongType = (path: string, type: Json | undefined): string => at(path, `expected ${String(type)}`);

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return list(value).filter(isJsonObject);
}
