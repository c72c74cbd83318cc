/** A JSON value. Integers beyond 2^53 are bigint, since QEMU sends and takes 64-bit integers. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

const longNumber = /\d{16}/;
// Strings first, so that digits inside them are passed over; a string that is a name keeps its text.
const tokens = /"(?:[^"\\]|\\.)*"(?:\s*:)?|-?\d[\d.eE+-]*/g;

/**
 * Reads JSON as `JSON.parse` does, except that integers which a number cannot hold exactly become bigint.
 *
 * @throws SyntaxError
 *
 * @example
 * ```ts
 * parseJson('{"size": 18446744073709551615, "n": 1}'); // { size: 18446744073709551615n, n: 1 }
 * ```
 */
export function parseJson(text: string): Json {
  // Nearly every message has no such number, and JSON.parse is several times faster than anything written here.
  if (!longNumber.test(text)) return JSON.parse(text) as Json;
  const marked = text.replace(tokens, (token) => {
    if (token.startsWith('"'))
      return token.startsWith('"\\u0000') && token.endsWith('"') ? `"\\u0000s${token.slice(7)}` : token;
    return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"\\u0000n${token}"` : token;
  });
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith('\0')) return value;
    return value[1] === 'n' ? BigInt(value.slice(2)) : `\0${value.slice(2)}`;
  }) as Json;
}

/** Writes compact JSON; bigint as a plain integer. Members that are undefined are left out. */
export function formatJson(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(formatJson).join(',')}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${formatJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** Is it a JSON object? */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
