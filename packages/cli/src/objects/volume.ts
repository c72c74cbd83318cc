import type { StoragePoolRef, StorageVolumeRef } from '@virtweave/core-api';
import { CommandError } from '../errors.ts';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';
import { firstFound, nameIn } from './find.ts';
import { findPool } from './pool.ts';

/**
 * The volume that the option `vol` names: by its name in a pool, or by its key or path.
 *
 * @param poolOption option that may name the pool; false: there is none, and names are not looked at
 * @throws CommandError if there is none, or it is in another pool
 */
export async function findVolume(
  shell: Shell,
  args: AnyArgs,
  poolOption: string | false = 'pool',
): Promise<StorageVolumeRef> {
  const written = nameIn(shell, args, 'vol');
  const pool = poolOption !== false && args.has(poolOption) ? await findPool(shell, args, undefined, poolOption) : undefined;
  const { storage } = await shell.families();
  if (pool && !(await storage.storagePoolIsActive(pool))) {
    throw new CommandError(`pool '${args.needed(poolOption as string)}' is not active`);
  }
  return await lookupVolume(shell, written, pool, poolOption);
}

/** As {@link findVolume}, for a name that came otherwise. */
export async function lookupVolume(
  shell: Shell,
  written: string,
  pool: StoragePoolRef | undefined,
  poolOption: string | false = false,
): Promise<StorageVolumeRef> {
  const { storage } = await shell.families();
  const hint = pool || poolOption === false ? '' : `, specifying --${poolOption} might help`;
  const found = await firstFound(`failed to get vol '${written}'${hint}`, [
    ...(pool ? [() => storage.storageVolLookupByName(pool, written)] : []),
    () => storage.storageVolLookupByKey(written),
    () => storage.storageVolLookupByPath(written),
  ]);
  if (pool && found.pool !== pool.name) throw new CommandError(`Requested volume '${written}' is not in pool '${pool.name}'`);
  return found;
}
