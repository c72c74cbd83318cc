import { isVirtError, type ErrorCode } from '@virtweave/core-util/errors';
import { int64Schema, type JsonSchema } from './json-schema.ts';

/** Turns one attribute or text into a value and back. */
export interface Codec<V> {
  /** undefined: the text is not such a value. */
  parse(text: string): V | undefined;
  format(value: V): string;
  /** What libvirt's message says behind the wrong value, such as `Expected integer value`. */
  readonly expected?: string;
  /** The same for a number below 0, where that is told apart. */
  readonly belowZero?: string;
  /** libvirt tells 0 apart, and leaves the value out then. */
  readonly nonZero?: true;
  /** The whole message, where libvirt words it otherwise. */
  readonly refusal?: (text: string) => Refusal;
  /** The whole message for a value of the right form that lies outside; undefined for other texts. */
  readonly outOfRange?: (text: string) => Refusal | undefined;
  readonly schema: JsonSchema;
}

/** Why something is refused: libvirt's words and code. */
export interface Refusal {
  /** Absent: the code's own message says all. */
  readonly detail?: string;
  /** Default `VIR_ERR_XML_ERROR`. */
  readonly code?: ErrorCode;
}

/** A 64-bit number: `number` as long as it is exact, `bigint` beyond 2^53 - 1. */
export type Int64 = number | bigint;

export const str: Codec<string> = { parse: (text) => text, format: (value) => value, schema: { type: 'string' } };

const integerText = /^[ \t\n]*[+-]?\d+$/;

function integer(min: number, max: number, expected: string): Codec<number> {
  return {
    parse(text) {
      if (!integerText.test(text)) return undefined;
      const value = Number(text);
      return value >= min && value <= max ? value : undefined;
    },
    format: String,
    expected,
    schema: { type: 'integer', minimum: min, maximum: max },
  };
}

function nonZero<V>(codec: Codec<V>): Codec<V> {
  return { ...codec, nonZero: true };
}

/** A signed 32-bit number. */
export const int: Codec<number> = integer(-(2 ** 31), 2 ** 31 - 1, 'Expected integer value');
/** An unsigned 32-bit number. */
export const uint: Codec<number> = integer(0, 2 ** 32 - 1, 'Expected non-negative integer value');
/** A positive 32-bit number. */
export const positive: Codec<number> = nonZero(integer(1, 2 ** 32 - 1, 'Expected non-negative integer value'));
/** A signed 32-bit number that must not be below 0. */
export const natural: Codec<number> = { ...integer(0, 2 ** 31 - 1, 'Expected integer value'), belowZero: 'Expected non-negative value' };
/** An unsigned 8-bit number. */
export const uint8: Codec<number> = integer(0, 255, 'Expected non-negative integer value');

function wide(min: bigint, max: bigint, expected: string): Codec<Int64> {
  return {
    parse(text) {
      if (!integerText.test(text)) return undefined;
      const near = Number(text);
      if (Number.isSafeInteger(near)) return BigInt(near) >= min ? near : undefined;
      const exact = BigInt(text.trim().replace(/^\+/, ''));
      return exact >= min && exact <= max ? exact : undefined;
    },
    format: String,
    expected,
    schema: int64Schema,
  };
}

/** A signed 64-bit number. */
export const int64: Codec<Int64> = wide(-(2n ** 63n), 2n ** 63n - 1n, 'Expected integer value');
/** An unsigned 64-bit number. */
export const uint64: Codec<Int64> = wide(0n, 2n ** 64n - 1n, 'Expected non-negative integer value');

/**
 * An unsigned number that is written in hexadecimal with at least `width` digits, such as `0x0003`; read in any of C's
 * notations (`0x1f`, `31`, `037`).
 */
export function hex(width: number, max: number = 2 ** 32 - 1): Codec<number> {
  return {
    parse(text) {
      const value = parseC(text);
      return value !== undefined && value <= max ? value : undefined;
    },
    format: (value) => `0x${value.toString(16).padStart(width, '0')}`,
    expected: 'Expected non-negative integer value',
    schema: { type: 'integer', minimum: 0, maximum: max },
  };
}

/** The same for 64 bits. */
export function hex64(width: number): Codec<Int64> {
  return {
    parse(text) {
      const trimmed = text.trim();
      if (!/^(0[xX][\da-fA-F]{1,16}|\d{1,20})$/.test(trimmed)) return undefined;
      const octal = /^0\d/.test(trimmed);
      if (octal && /[89]/.test(trimmed)) return undefined;
      const exact = BigInt(octal ? `0o${trimmed.slice(1)}` : trimmed);
      if (exact >= 2n ** 64n) return undefined;
      return exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;
    },
    format: (value) => `0x${value.toString(16).padStart(width, '0')}`,
    expected: 'Expected non-negative integer value',
    schema: int64Schema,
  };
}

/** The same, read as hexadecimal even without `0x`. */
export function hex64Digits(width: number): Codec<Int64> {
  const codec = hex64(width);
  return { ...codec, parse: (text) => codec.parse(/^\s*0[xX]/.test(text) ? text : `0x${text.trim()}`) };
}

/** An unsigned 32-bit number in any of C's notations, written in decimal. */
export const uintC: Codec<number> = { ...uint, parse: hex(1).parse };

/** An unsigned number in any of C's notations; undefined when it is none, or above 2^53 - 1. */
export function parseC(text: string): number | undefined {
  const trimmed = text.trim();
  let value: number;
  if (/^0[xX][\da-fA-F]+$/.test(trimmed)) value = Number.parseInt(trimmed.slice(2), 16);
  else if (/^0[0-7]+$/.test(trimmed)) value = Number.parseInt(trimmed, 8);
  else if (/^\+?(0|[1-9]\d*)$/.test(trimmed)) value = Number(trimmed);
  else return undefined;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** One of the listed words. */
export function oneOf<const T extends readonly string[]>(...words: T): Codec<T[number]> {
  let known: ReadonlySet<string> | undefined;
  const isKnown = (text: string): text is T[number] => (known ??= new Set(words)).has(text);
  return { parse: (text) => (isKnown(text) ? text : undefined), format: (value) => value, schema: { enum: words } };
}

/** Words for true and false: `yes` and `no`, `on` and `off`. */
export function truth(yes: string, no: string): Codec<boolean> {
  return {
    parse: (text) => (text === yes ? true : text === no ? false : undefined),
    format: (value) => (value ? yes : no),
    schema: { type: 'boolean' },
  };
}

export const yesNo: Codec<boolean> = truth('yes', 'no');
export const onOff: Codec<boolean> = truth('on', 'off');

/** What a function of core-util makes of a text; undefined when it throws a VirtError, that is: when the text is wrong. */
export function attempt<V>(parse: () => V): V | undefined {
  try {
    return parse();
  } catch (error) {
    if (isVirtError(error)) return undefined;
    throw error;
  }
}

/** Gives a codec libvirt's own words for a wrong value. */
export function refusing<V>(codec: Codec<V>, refusal: (text: string) => Refusal): Codec<V> {
  return { ...codec, refusal };
}

/** Makes a codec stricter, or another value of it. `parse` may refuse by undefined. */
export function refine<V>(codec: Codec<V>, accept: (value: V) => V | undefined): Codec<V> {
  return {
    ...codec,
    parse(text) {
      const value = codec.parse(text);
      return value === undefined ? undefined : accept(value);
    },
  };
}
