import type { DomainRef, StorageVolumeRef } from '@virtweave/core-api';
import { StorageVolDeleteFlags as Delete, StorageVolWipeAlgorithm as Wipe } from '@virtweave/core-api/constants';
import { isVirtError } from '@virtweave/core-util/errors';
import { devicesOf, diskSource, diskTarget, domainDocument } from '../../domain-document.ts';
import { CommandError, Failed } from '../../errors.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { ifThere } from '../../objects/find.ts';
import type { Shell } from '../../shell.ts';

/** A disk's volume, to be removed when the domain is gone. */
export interface Doomed {
  readonly target: string;
  readonly source: string;
  readonly volume: StorageVolumeRef;
}

/**
 * The volumes that `--storage` names, or `--remove-all-storage` means. What is no volume of a pool is told, and left.
 *
 * @throws CommandError if the domain runs, or has no such disk
 */
export async function volumesOf(shell: Shell, args: AnyArgs, domain: DomainRef): Promise<Doomed[]> {
  const given = args.text('storage');
  if (given !== undefined && args.flag('remove-all-storage')) {
    throw new CommandError('Specified both --storage and --remove-all-storage');
  }
  if (domain.id !== -1) throw new CommandError('Storage volume deletion is supported only on stopped domains');
  const names = new Set(given?.split(','));
  const doomed: Doomed[] = [];
  for (const disk of devicesOf(await domainDocument(shell, domain), 'disk')) {
    const [target, source] = [diskTarget(disk), diskSource(disk)];
    const named = [target, source].filter((name) => name !== undefined && names.delete(name)).length > 0;
    if (given !== undefined && !named) continue;
    if (target === undefined || source === undefined) continue;
    const pool = disk.child('source')?.attr('pool');
    const volume = pool === undefined ? await byPath(shell, target, source) : await inPool(shell, target, source, pool);
    if (volume) doomed.push({ target, source, volume });
  }
  for (const name of names) throw new CommandError(`Volume '${name}' was not found in domain's definition.\n`);
  return doomed;
}

async function byPath(shell: Shell, target: string, source: string): Promise<StorageVolumeRef | undefined> {
  const { storage } = await shell.families();
  const found = await storage.storageVolLookupByPath(source).catch((error: unknown) => {
    if (!isVirtError(error)) throw error;
    return undefined;
  });
  if (!found) shell.error(`Storage volume '${target}'(${source}) is not managed by libvirt. Remove it manually.\n`);
  return found;
}

async function inPool(shell: Shell, target: string, source: string, name: string): Promise<StorageVolumeRef | undefined> {
  const { storage } = await shell.families();
  const pool = await ifThere(storage.storagePoolLookupByName(name), 'VIR_ERR_NO_STORAGE_POOL');
  if (!pool) {
    shell.error(`Storage pool '${name}' for volume '${target}' not found.`);
    return undefined;
  }
  const volume = await ifThere(storage.storageVolLookupByName(pool, source), 'VIR_ERR_NO_STORAGE_VOL');
  if (!volume) shell.error(`Storage volume '${target}'(${source}) is not managed by libvirt. Remove it manually.\n`);
  return volume;
}

/** Wipes and removes them, one after the other. @throws Failed if one remained */
export async function removeVolumes(shell: Shell, args: AnyArgs, doomed: readonly Doomed[]): Promise<void> {
  const { storage } = await shell.families();
  const flags = args.flag('delete-storage-volume-snapshots') ? Delete.VIR_STORAGE_VOL_DELETE_WITH_SNAPSHOTS : 0;
  let last: unknown;
  for (const { target, source, volume } of doomed) {
    const shown = `'${target}'(${source})`;
    if (args.flag('wipe-storage')) {
      shell.print(`Wiping volume ${shown} ... `);
      try {
        await storage.storageVolWipePattern(volume, Wipe.VIR_STORAGE_VOL_WIPE_ALG_ZERO, 0);
        shell.print('Done.\n');
      } catch (error) {
        if (!isVirtError(error)) throw error;
        shell.error(`Failed! Volume not removed.`);
        last = error;
        continue;
      }
    }
    try {
      await storage.storageVolDelete(volume, flags);
      shell.extra(`Volume ${shown} removed.\n`);
    } catch (error) {
      if (!isVirtError(error)) throw error;
      shell.error(`Failed to remove storage volume ${shown}`);
      last = error;
    }
  }
  if (last === undefined) return;
  shell.report(last);
  throw new Failed();
}
