import { jsonError } from './backing-errors.ts';

/** A value of JSON, its objects as maps: their keys come from outside. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

const maxDepth = 32;

/**
 * Reads a JSON object in which QEMU may have written nested ones flat: `{"file.driver":"nbd"}` is
 * `{"file":{"driver":"nbd"}}`, and keys that are numbers stand for a list.
 */
export function readJsonObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw jsonError(`cannot parse json '${text.slice(0, 256)}': it is not JSON`, cause);
  }
  const nested = nest(value, 0);
  if (!(nested instanceof Map)) throw jsonError(`cannot parse json '${text.slice(0, 256)}': it is not an object`);
  return nested;
}

function nest(value: unknown, depth: number): Json {
  if (depth > maxDepth) throw jsonError(`JSON backing volume definition is nested deeper than ${maxDepth} levels`);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) return value.map((item) => nest(item, depth + 1));
  const object: JsonObject = new Map();
  for (const [key, item] of Object.entries(value)) put(object, key, nest(item, depth + 1), depth);
  return object;
}

/** Puts a value where its key says: `a.b.c` is c in b in a. */
function put(object: JsonObject, key: string, value: Json, depth: number): void {
  const path = key.split('.');
  if (path.length + depth > maxDepth) {
    throw jsonError(`JSON backing volume definition is nested deeper than ${maxDepth} levels`);
  }
  let at = object;
  for (const [index, name] of path.entries()) {
    const there = at.get(name);
    const last = index === path.length - 1;
    if (there === undefined) {
      const next: JsonObject = new Map();
      at.set(name, last ? value : next);
      at = next;
    } else if (there instanceof Map && (!last || value instanceof Map)) {
      if (last && value instanceof Map) for (const [inner, item] of value) put(there, inner, item, depth + index + 1);
      at = there;
    } else throw jsonError(`can't deflatten colliding key '${key}'`);
  }
}

/** A list, or an object whose keys are 0, 1, 2, ...; undefined for anything else. */
export function jsonList(value: Json | undefined): readonly Json[] | undefined {
  if (Array.isArray(value)) return value as readonly Json[];
  if (!(value instanceof Map) || value.size === 0) return undefined;
  const items = [...value.keys()].map((_, index) => value.get(String(index)));
  return items.every((item) => item !== undefined) ? items : undefined;
}

export function jsonObject(value: Json | undefined): JsonObject | undefined {
  return value instanceof Map ? value : undefined;
}

export function jsonText(object: JsonObject, key: string): string | undefined {
  const value = object.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** A number from 0 up; QEMU writes them as text too. */
export function jsonNumber(object: JsonObject, key: string): number | bigint | undefined {
  const value = object.get(key);
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value)) return undefined;
  const number = BigInt(value);
  if (number >= 2n ** 64n) return undefined;
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : number;
}
