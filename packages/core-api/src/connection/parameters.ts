import { VirtError } from '@virtweave/core-util/errors';
import type { TypedParam, TypedParams } from '../contract/typed-params.ts';

type Single = number | bigint | boolean | string;

/** A typed parameter's value; a name that comes several times has a list. */
export type ParameterValue = Single | readonly Single[];

/** Values by name, as libvirt names them: `{ 'state.state': 1, 'cpu.time': 120000n }`. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** What libvirt wants by a name, for calls that set something. */
export type ParameterTypes = Readonly<Record<string, TypedParam['type']>>;

/** Typed parameters as a plain object. */
export function parameters(params: TypedParams): Parameters {
  const result: Record<string, ParameterValue> = Object.create(null) as Record<string, ParameterValue>;
  for (const { name, value } of params) {
    const before = result[name];
    if (before === undefined) result[name] = value;
    else result[name] = Array.isArray(before) ? [...before, value] : [before as string, value];
  }
  return result;
}

/**
 * The typed parameters of a plain object; whole numbers may be given as number or bigint. What `types` does not name goes on
 * as what it is: the driver says whether it knows it.
 */
export function typedParams(values: Parameters, types: ParameterTypes): TypedParams {
  const list: TypedParam[] = [];
  for (const [name, given] of Object.entries(values)) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    for (const value of Array.isArray(given) ? (given as readonly Single[]) : [given as Single]) {
      if (value !== undefined) list.push(typed(name, type ?? typeOf(name, value), value));
    }
  }
  return list;
}

const limits = {
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  uint: [0n, 2n ** 32n - 1n],
  llong: [-(2n ** 63n), 2n ** 63n - 1n],
  ullong: [0n, 2n ** 64n - 1n],
} as const;

function typed(name: string, type: TypedParam['type'], value: Single): TypedParam {
  if (type === 'string' && typeof value === 'string') return { name, type, value };
  if (type === 'boolean' && typeof value === 'boolean') return { name, type, value };
  if (type === 'double' && typeof value === 'number') return { name, type, value };
  if (type === 'int' || type === 'uint' || type === 'llong' || type === 'ullong') {
    const whole = wholeOf(value);
    if (whole !== undefined) {
      const [low, high] = limits[type];
      if (whole < low || whole > high)
        throw new VirtError('VIR_ERR_OVERFLOW', `value ${value} of parameter '${name}' does not fit into ${type}`);
      return type === 'int' || type === 'uint' ? { name, type, value: Number(whole) } : { name, type, value: whole };
    }
  }
  const message = `parameter '${name}' must be ${words[type]}, not ${JSON.stringify(value, bigintText)}`;
  throw new VirtError('VIR_ERR_INVALID_ARG', message);
}

const words = {
  int: 'a whole number',
  uint: 'a whole number',
  llong: 'a whole number',
  ullong: 'a whole number',
  double: 'a number',
  boolean: 'true or false',
  string: 'a string',
};

function wholeOf(value: Single): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function typeOf(name: string, value: unknown): TypedParam['type'] {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return value < 0n ? 'llong' : 'ullong';
    case 'number':
      if (!Number.isInteger(value)) return 'double';
      return value < 0 ? 'int' : 'uint';
    default:
      throw new VirtError('VIR_ERR_INVALID_ARG', `parameter '${name}' has a value that is no parameter: ${String(value)}`);
  }
}
