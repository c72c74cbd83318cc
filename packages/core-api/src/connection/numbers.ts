import { VirtError } from '@virtweave/core-util/errors';

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

/** Sum of the flags whose names are true in the options, and of `options.flags`. */
export function flagsOf(
  options: { readonly flags?: number } | undefined,
  names: Readonly<Record<string, number>>,
): number {
  if (options === undefined) return 0;
  const given = options as Readonly<Record<string, unknown>>;
  let all = options.flags ?? 0;
  for (const name in names) if (given[name] === true) all |= names[name] as number;
  return all >>> 0;
}
