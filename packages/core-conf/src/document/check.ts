import { isVirtError, VirtError, type ErrorDomain } from '@virtweave/core-util/errors';
import { readXml, XmlElement } from '@virtweave/core-util/xml';
import type { JsonSchema } from '../table/json-schema.ts';
import { nearestName } from '../table/strict.ts';

/** How a value is held against a schema. */
export interface CheckOptions {
  /** What the value is called: the beginning of the path in messages. */
  readonly name: string;
  /** Required properties may be missing. */
  readonly partial: boolean;
  readonly domain: ErrorDomain;
}

/** A value of the schema's type: 64-bit numbers in decimal become numbers, XML text becomes elements. */
export function checkValue(schema: JsonSchema, value: unknown, options: CheckOptions): unknown {
  return new Check(schema, options).value(schema, value, options.name, 0);
}

/** More than any document is deep. */
const deepest = 1000;

class Check {
  readonly #root: JsonSchema;
  readonly #options: CheckOptions;

  constructor(root: JsonSchema, options: CheckOptions) {
    this.#root = root;
    this.#options = options;
  }

  value(schema: JsonSchema, value: unknown, path: string, depth: number): unknown {
    if (depth > deepest) throw this.#wrong(path.slice(0, 200), 'too deep; does the object contain itself?');
    if (schema.$ref !== undefined) return this.value(this.#definition(schema.$ref), value, path, depth);
    if (schema.oneOf !== undefined) return this.value(this.#choose(schema.oneOf, value, path), value, path, depth);
    if (schema.format === 'xml') return this.#element(value, path);
    if (schema.format === 'int64') return this.#int64(value, path);
    if (schema.const !== undefined) return this.#known([schema.const], value, path);
    if (schema.enum !== undefined) return this.#known(schema.enum, value, path);
    switch (schema.type) {
      case 'object':
        return this.#object(schema, value, path, depth);
      case 'array':
        if (!Array.isArray(value)) throw this.#wrong(path, `expected an array, not ${shown(value)}`);
        return value.map((one, index) => this.value(schema.items ?? {}, one, `${path}[${index}]`, depth + 1));
      case 'string':
        return this.#string(schema, value, path);
      case 'boolean':
        if (typeof value !== 'boolean') throw this.#wrong(path, `expected true or false, not ${shown(value)}`);
        return value;
      case 'integer':
        return this.#integer(schema, value, path);
      default:
        return value;
    }
  }

  #definition(ref: string): JsonSchema {
    return this.#root.$defs?.[ref.slice('#/$defs/'.length)] ?? {};
  }

  #resolved(schema: JsonSchema): JsonSchema {
    return schema.$ref === undefined ? schema : this.#resolved(this.#definition(schema.$ref));
  }

  /** The shape that the value's own words choose: `type`, for one. */
  #choose(shapes: readonly JsonSchema[], value: unknown, path: string): JsonSchema {
    const resolved = shapes.map((shape) => this.#resolved(shape));
    const simple = resolved.find((shape) => shape.const !== undefined && shape.const === value);
    if (simple !== undefined) return simple;
    const objects = resolved.filter((shape) => shape.type === 'object');
    if (!isPlain(value)) {
      const words = resolved.flatMap((shape) => (shape.const === undefined ? [] : [`'${shape.const}'`]));
      throw this.#wrong(path, `expected ${[...words, 'an object'].join(' or ')}, not ${shown(value)}`);
    }
    const fitting = objects.find((shape) =>
      Object.entries(shape.properties ?? {}).every(([key, { const: word }]) => typeof word !== 'string' || word === value[key]),
    );
    if (fitting !== undefined) return fitting;
    const key = Object.entries(objects[0]?.properties ?? {}).find(([, one]) => typeof one.const === 'string')?.[0] ?? 'type';
    const words = objects.map((shape) => String(shape.properties?.[key]?.const));
    this.#known(words, value[key], `${path}.${key}`);
    throw this.#wrong(path, 'fits none of the shapes that it may have');
  }

  #object(schema: JsonSchema, value: unknown, path: string, depth: number): unknown {
    if (!isPlain(value)) throw this.#wrong(path, `expected an object, not ${shown(value)}`);
    const found: Record<string, unknown> = {};
    const { properties = {}, additionalProperties = true } = schema;
    for (const [key, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      const at = `${path}.${key}`;
      const known = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
      if (known === false || known === undefined || key === '__proto__') {
        const nearest = nearestName(key, Object.keys(properties));
        throw this.#wrong(at, `unknown property${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`);
      }
      found[key] = this.value(known === true ? {} : known, inner, at, depth + 1);
    }
    if (!this.#options.partial) {
      const missing = schema.required?.find((key) => found[key] === undefined);
      if (missing !== undefined) throw this.#wrong(`${path}.${missing}`, 'missing');
    }
    return found;
  }

  #string({ pattern }: JsonSchema, value: unknown, path: string): string {
    if (typeof value !== 'string') throw this.#wrong(path, `expected a string, not ${shown(value)}`);
    if (pattern !== undefined && !new RegExp(pattern).test(value)) throw this.#wrong(path, `${shown(value)} does not match ${pattern}`);
    return value;
  }

  #integer({ minimum = -Infinity, maximum = Infinity }: JsonSchema, value: unknown, path: string): number {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw this.#wrong(path, `expected an integer, not ${shown(value)}`);
    if (value < minimum || value > maximum) throw this.#wrong(path, `${value} is not between ${minimum} and ${maximum}`);
    return value;
  }

  #int64(value: unknown, path: string): number | bigint {
    if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
    if (typeof value !== 'string' || !/^[+-]?\d{1,20}$/.test(value)) throw this.#wrong(path, `expected an integer, not ${shown(value)}`);
    const exact = BigInt(value.replace('+', ''));
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }

  #element(value: unknown, path: string): XmlElement {
    if (value instanceof XmlElement) return value;
    if (typeof value !== 'string') throw this.#wrong(path, `expected an XML element as text, not ${shown(value)}`);
    try {
      return readXml(value, { name: path });
    } catch (error) {
      if (!isVirtError(error)) throw error;
      throw new VirtError('VIR_ERR_INVALID_ARG', `${path}: ${error.message}`, { domain: this.#options.domain, cause: error });
    }
  }

  #known(words: readonly (string | boolean)[], value: unknown, path: string): unknown {
    if (words.some((word) => word === value)) return value;
    if (value === undefined) throw this.#wrong(path, `missing; one of ${words.join(', ')}`);
    throw this.#wrong(path, `${shown(value)} is none of ${words.join(', ')}`);
  }

  #wrong(path: string, what: string): VirtError {
    return new VirtError('VIR_ERR_INVALID_ARG', `${path}: ${what}`, { domain: this.#options.domain });
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof XmlElement);
}

/** A value in a message, cut short. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
