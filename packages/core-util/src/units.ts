import { VirtError } from './errors/virt-error.ts';

/** Largest size that libvirt takes by default: 2^63 - 1. */
export const maxSize: bigint = 2n ** 63n - 1n;

const powers: Readonly<Record<string, bigint>> = { k: 1n, m: 2n, g: 3n, t: 4n, p: 5n, e: 6n };

/**
 * How many bytes a unit stands for. `b`, `byte`, `bytes`: 1. `K`, `KiB`: 1024, `KB`: 1000, and so on with M, G, T, P, E.
 * Case does not matter. An absent or empty unit gives `scale`.
 *
 * @throws VirtError VIR_ERR_INVALID_ARG `unknown suffix '...'`
 */
export function unitScale(unit: string | undefined, scale: bigint = 1n): bigint {
  if (unit === undefined || unit === '') return scale;
  const name = unit.toLowerCase();
  if (name === 'b' || name === 'byte' || name === 'bytes') return 1n;
  const power = powers[name.charAt(0)];
  const rest = name.slice(1);
  if (power === undefined || (rest !== '' && rest !== 'b' && rest !== 'ib')) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `unknown suffix '${unit}'`);
  }
  return (rest === 'b' ? 1000n : 1024n) ** power;
}

/**
 * Multiplies a number with its unit (`virScaleInteger`).
 *
 * @param scale bytes per unit when no unit is given
 * @param limit largest result, in bytes
 * @returns bytes
 * @throws VirtError VIR_ERR_INVALID_ARG for an unknown unit, VIR_ERR_OVERFLOW `value too large: ...` above the limit
 *
 * @example
 * ```ts
 * scaleInteger(2n, 'GiB'); // 2147483648n
 * ```
 */
export function scaleInteger(value: bigint, unit?: string, scale: bigint = 1n, limit: bigint = maxSize): bigint {
  const bytes = value * unitScale(unit, scale);
  if (value < 0n) throw new VirtError('VIR_ERR_INVALID_ARG', `size ${value} is negative`);
  if (bytes > limit) throw new VirtError('VIR_ERR_OVERFLOW', `value too large: ${value}${unit ?? ''}`);
  return bytes;
}

/** A memory size in KiB, rounded up, as domain documents keep it. The default unit is KiB. */
export function scaleMemory(value: bigint, unit?: string): bigint {
  return (scaleInteger(value, unit, 1024n) + 1023n) / 1024n;
}

/**
 * Parses a size as users write it: `10GiB`, `512 M`, `4096`.
 *
 * @param scale bytes per unit when none is written
 * @returns bytes
 */
export function parseSize(text: string, scale: bigint = 1n, limit: bigint = maxSize): bigint {
  const match = /^\s*\+?([0-9]+)\s*([A-Za-z]*)\s*$/.exec(text);
  if (match === null || text.length > 256) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `'${text.slice(0, 64)}' is not a size: a number and a unit are expected, such as 10GiB`);
  }
  return scaleInteger(BigInt(match[1] ?? ''), match[2], scale, limit);
}

/** A size in the largest unit that leaves at least 1: `{ value: 1.5, unit: 'GiB' }`. */
export interface PrettySize {
  readonly value: number;
  readonly unit: 'bytes' | 'KiB' | 'MiB' | 'GiB' | 'TiB' | 'PiB' | 'EiB';
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** A size for people to read, as virsh shows it. */
export function prettySize(bytes: bigint): PrettySize {
  let power = 0;
  while (power < units.length - 1 && bytes >= 1024n ** BigInt(power + 1)) power++;
  return { value: Number(bytes) / 1024 ** power, unit: units[power] ?? 'EiB' };
}
