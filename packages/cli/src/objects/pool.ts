import type { StoragePoolRef } from '@virtweave/core-api';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';
import { firstFound, isUuid, nameIn } from './find.ts';

/** The storage pool that an option names. @throws CommandError if there is none */
export async function findPool(
  shell: Shell,
  args: AnyArgs,
  by: readonly ('uuid' | 'name')[] = ['uuid', 'name'],
  option = 'pool',
): Promise<StoragePoolRef> {
  const written = nameIn(shell, args, option);
  const { storage } = await shell.families();
  return await firstFound(`failed to get pool '${written}'`, [
    ...(by.includes('uuid') && isUuid(written) ? [() => storage.storagePoolLookupByUUID(written)] : []),
    ...(by.includes('name') ? [() => storage.storagePoolLookupByName(written)] : []),
  ]);
}
