import type { TypedParam } from '@virtweave/core-api';
import { CommandError } from '../../errors.ts';

/** Bandwidth: KiB/s, and KiB for `burst`. */
export type Rate = Readonly<Record<'average' | 'peak' | 'burst' | 'floor', number>>;

const fields = ['average', 'peak', 'burst', 'floor'] as const;

/**
 * Reads `average,peak,burst,floor`, each of which may be left out.
 *
 * @throws CommandError
 */
export function readRate(written: string): Rate {
  const parts = written.split(',');
  const values = fields.map((field, index) => {
    const part = parts[index] ?? '';
    if (part === '') return [field, 0] as const;
    if (!/^\d+$/.test(part) || Number(part) >= 2 ** 32) throw new CommandError(`field '${field}' is malformed`);
    return [field, Number(part)] as const;
  });
  return Object.fromEntries(values) as Rate;
}

/** @throws CommandError when it has no average, and no floor */
export function rateParams(direction: 'inbound' | 'outbound', rate: Rate): TypedParam[] {
  if (direction === 'inbound' && rate.average === 0 && rate.floor === 0 && (rate.peak > 0 || rate.burst > 0)) {
    throw new CommandError('either inbound average or floor is mandatory');
  }
  if (direction === 'outbound') {
    if (rate.average === 0 && (rate.peak > 0 || rate.burst > 0)) throw new CommandError('outbound average is mandatory');
    if (rate.floor > 0) throw new CommandError('outbound floor is unsupported yet');
  }
  return fields
    .filter((field) => rate[field] > 0 || field === 'average')
    .map((field) => ({ name: `${direction}.${field}`, type: 'uint', value: rate[field] }));
}
