import { VirtError } from '@virtweave/core-util/errors';
import { flagWordRule, isFlagWord } from '../guard/flags.ts';

/** A 64-bit size as a number. Above 2^53-1 it would lose bits: that is an error, not a rounding. */
export function sizeOf(value: bigint, what: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER))
    throw new VirtError('VIR_ERR_OVERFLOW', `${what} is ${value}, more than a number holds exactly`);
  return Number(value);
}

/** A size that the user gave, for the contract. */
export function wideOf(value: number | bigint, what: string): bigint {
  if (typeof value === 'bigint') return value;
  if (!Number.isInteger(value)) throw new VirtError('VIR_ERR_INVALID_ARG', `${what} must be a whole number: ${value}`);
  if (!Number.isSafeInteger(value))
    throw new VirtError('VIR_ERR_OVERFLOW', `${what} is ${value}, more than a number holds exactly: use a bigint`);
  return BigInt(value);
}

/** The flags whose names are true in the options, and those of `options.flags`. */
export function flagsOf(
  options: { readonly flags?: number } | undefined,
  names: Readonly<Record<string, number>>,
): number {
  if (options === undefined) return 0;
  const given = options as Readonly<Record<string, unknown>>;
  let all = wordOf(options.flags);
  for (const name in names) if (given[name] === true) all |= names[name] as number;
  return all >>> 0;
}

/** Flags that the user gave by number. */
export function wordOf(flags: number | undefined): number {
  if (flags === undefined || isFlagWord(flags)) return flags ?? 0;
  throw new VirtError('VIR_ERR_INVALID_ARG', `flags ${flagWordRule(flags)}`);
}

/** Numbers of the bits that are set, lowest first: processors of a map. */
export function cpusOf(map: Uint8Array): readonly number[] {
  const cpus: number[] = [];
  map.forEach((byte, index) => {
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (1 << bit)) !== 0) cpus.push(index * 8 + bit);
  });
  return cpus;
}

/** The map of these processors, no longer than it must be. */
export function mapOf(cpus: readonly number[]): Uint8Array {
  const map = new Uint8Array(cpus.length === 0 ? 1 : Math.floor(Math.max(...cpus) / 8) + 1);
  for (const cpu of cpus) {
    if (!Number.isInteger(cpu) || cpu < 0) throw new VirtError('VIR_ERR_INVALID_ARG', `${cpu} is not a processor`);
    map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  }
  return map;
}

/** The flags of a list of names, such as the kinds that a list is to have. */
export function maskOf(
  names: readonly string[] | undefined,
  table: Readonly<Record<string, number>>,
  what: string,
): number {
  let all = 0;
  for (const name of names ?? []) {
    const flag = Object.hasOwn(table, name) ? table[name] : undefined;
    if (flag === undefined) throw new VirtError('VIR_ERR_INVALID_ARG', `there is no ${what} '${name}'`);
    all |= flag;
  }
  return all >>> 0;
}
