import { formatStorageVol, parseStoragePool, parseStorageVol } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

export const run: Adapter = async ({ input, pool, parseFlags }, files) => {
  const flags = Array.isArray(parseFlags) ? (parseFlags as readonly string[]) : [];
  const capacity = flags.includes('NO_CAPACITY') ? 'optional' : flags.includes('OPT_CAPACITY') ? 'withBacking' : 'required';
  const vol = parseStorageVol(await files.read(String(input)), parseStoragePool(await files.read(String(pool))), { capacity });
  return { expected: formatStorageVol(vol) };
};
