import type { Rule } from './corpus.ts';

/** A field in which expectation and outcome differ. `expected` and `actual` are texts that a diff can show. */
export interface Difference {
  readonly field: string;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
}

export interface CompareOptions {
  /** The text of an expected file; undefined when the string names none and so is the expected text itself. */
  readonly file: (text: string) => string | undefined;
  /** Keys of the top level that the rule `json` leaves out. */
  readonly ignoredKeys?: readonly string[];
  /** Lines that the rule `filtered` leaves out. */
  readonly ignoreLinesMatching?: string;
  /** Blanks around the texts do not count. */
  readonly trimmed?: boolean;
}

/** Compares one field of an outcome with the value that the manifest has for it; undefined when they agree. */
export function compareField(
  field: string,
  rule: Exclude<Rule, 'outcome'>,
  expected: unknown,
  actual: unknown,
  options: CompareOptions,
): Difference | undefined {
  if (rule === 'value') return compareValue(field, expected, actual);
  if (expected === null || expected === undefined) {
    if (actual === null || actual === undefined) return undefined;
    return { field, message: 'nothing was to be produced', expected: '', actual: show(actual) };
  }
  if (rule === 'json') return compareJson(field, expected, actual, options);
  if (typeof expected === 'string') return compareText(field, rule, expected, actual, options);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return { field, message: `a list was expected, not ${typeOf(actual)}` };
    if (actual.length !== expected.length) {
      return { field, message: `${expected.length} entries expected, ${actual.length} produced`, expected: show(expected), actual: show(actual) };
    }
    return first(expected.map((item, i) => compareField(`${field}[${i}]`, rule, item, actual[i], options)));
  }
  if (typeof expected === 'object') return compareObject(field, rule, expected, actual, options);
  return compareValue(field, expected, actual);
}

/** An object such as `{ source, fd, file }`: files by the rule, the rest by value. A bare text stands for the file. */
function compareObject(
  field: string,
  rule: Exclude<Rule, 'outcome' | 'value' | 'json'>,
  expected: object,
  actual: unknown,
  options: CompareOptions,
): Difference | undefined {
  const entries = Object.entries(expected) as [string, unknown][];
  const files = entries.filter(([, value]) => typeof value === 'string' && options.file(value) !== undefined);
  if (typeof actual === 'string' && files[0] !== undefined) return compareText(field, rule, files[0][1] as string, actual, options);
  if (typeof actual !== 'object' || actual === null) return { field, message: `an object was expected, not ${typeOf(actual)}` };
  return first(
    entries.map(([key, value]) => {
      const produced = (actual as Record<string, unknown>)[key];
      const isFile = typeof value === 'string' && options.file(value) !== undefined;
      return compareField(`${field}.${key}`, isFile ? rule : 'value', value, produced, options);
    }),
  );
}

function compareText(
  field: string,
  rule: 'document' | 'raw' | 'strict' | 'filtered',
  expected: string,
  actual: unknown,
  options: CompareOptions,
): Difference | undefined {
  if (typeof actual !== 'string') return { field, message: `a text was expected, not ${typeOf(actual)}` };
  let wanted = options.file(expected) ?? expected;
  let produced = actual;
  if (rule !== 'raw') wanted = wanted.replaceAll('\\\n', '');
  if (rule === 'filtered') {
    wanted = withoutLines(wanted, options.ignoreLinesMatching);
    produced = withoutLines(produced, options.ignoreLinesMatching);
  }
  if (options.trimmed) [wanted, produced] = [wanted.trim(), produced.trim()];
  else if (rule !== 'strict' && produced !== '' && !produced.endsWith('\n')) produced += '\n';
  if (wanted === produced) return undefined;
  return { field, message: 'the text differs', expected: wanted, actual: produced };
}

function withoutLines(text: string, pattern: string | undefined): string {
  if (pattern === undefined) return text;
  const ignored = new RegExp(pattern);
  return text.split('\n').filter((line) => !ignored.test(line)).join('\n');
}

function compareJson(field: string, expected: unknown, actual: unknown, options: CompareOptions): Difference | undefined {
  const wanted = typeof expected === 'string' ? (JSON.parse(options.file(expected) ?? expected) as unknown) : expected;
  let produced = actual;
  if (typeof actual === 'string') {
    try {
      produced = JSON.parse(actual);
    } catch (error) {
      return { field, message: `not JSON: ${(error as Error).message}`, expected: show(wanted), actual };
    }
  }
  return compareValue(field, without(wanted, options.ignoredKeys), without(produced, options.ignoredKeys));
}

function without(value: unknown, keys: readonly string[] | undefined): unknown {
  if (keys === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

function compareValue(field: string, expected: unknown, actual: unknown): Difference | undefined {
  if (equal(expected, plain(actual))) return undefined;
  return { field, message: 'the value differs', expected: show(expected), actual: show(plain(actual)) };
}

/** An outcome as JSON can carry it: bytes in hexadecimal digits, 64-bit numbers as strings, absent as null. */
export function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return { bytesHex: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (a === 0 && b === 0)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

const first = (differences: readonly (Difference | undefined)[]): Difference | undefined =>
  differences.find((difference) => difference !== undefined);

const typeOf = (value: unknown): string => (value === undefined || value === null ? 'nothing' : typeof value);

const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(plain(value), null, 2) ?? 'nothing'));
