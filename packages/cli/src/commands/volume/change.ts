import { StorageVolDeleteFlags, StorageVolResizeFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError, inOlderForm } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findVolume } from '../../objects/volume.ts';
import { sizeIn } from './size.ts';
import { poolOption, volOption } from './options.ts';

const algorithms = ['zero', 'nnsa', 'dod', 'bsi', 'gutmann', 'schneier', 'pfitzner7', 'pfitzner33', 'random', 'trim'];

const volDelete = command({
  name: 'vol-delete',
  summary: 'delete a vol',
  description: 'Delete a given vol.',
  options: {
    vol: volOption,
    pool: poolOption,
    'delete-snapshots': flag('delete snapshots associated with volume (must be supported by storage driver)'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, { 'delete-snapshots': StorageVolDeleteFlags.VIR_STORAGE_VOL_DELETE_WITH_SNAPSHOTS });
    const volume = await findVolume(shell, args);
    const { storage } = await shell.families();
    await attempt(storage.storageVolDelete(volume, flags), `Failed to delete vol ${args.needed('vol')}`);
    shell.extra(`Vol ${args.needed('vol')} deleted\n`);
  },
});

const volResize = command({
  name: 'vol-resize',
  summary: 'resize a vol',
  description: 'Resizes a storage volume. This is safe only for storage volumes not in use by an active guest.\nSee blockresize for live resizing.',
  options: {
    vol: volOption,
    capacity: text('new capacity for the vol, as scaled integer (default bytes)', needed),
    pool: poolOption,
    allocate: flag('allocate the new capacity, rather than leaving it sparse'),
    delta: flag('use capacity as a delta to current size, rather than the new size'),
    shrink: flag('allow the resize to shrink the volume'),
  },
  async run(shell, args) {
    let flags = flagsOf(args, {
      allocate: StorageVolResizeFlags.VIR_STORAGE_VOL_RESIZE_ALLOCATE,
      delta: StorageVolResizeFlags.VIR_STORAGE_VOL_RESIZE_DELTA,
      shrink: StorageVolResizeFlags.VIR_STORAGE_VOL_RESIZE_SHRINK,
    });
    const volume = await findVolume(shell, args);
    let written = args.needed('capacity');
    if (written.startsWith('-')) {
      // Libvirt itself wants a positive size.
      if (!args.flag('shrink')) throw new CommandError('negative size requires --shrink');
      written = written.slice(1);
      flags |= StorageVolResizeFlags.VIR_STORAGE_VOL_RESIZE_DELTA;
    }
    const capacity = sizeIn(written);
    const how = (flags & StorageVolResizeFlags.VIR_STORAGE_VOL_RESIZE_DELTA) !== 0 ? 'by' : 'to';
    const { storage } = await shell.families();
    await attempt(
      storage.storageVolResize(volume, capacity, flags),
      `Failed to change size of volume '${volume.name}' ${how} ${written}`,
    );
    shell.extra(`Size of volume '${volume.name}' successfully changed ${how} ${written}\n`);
  },
});

const volWipe = command({
  name: 'vol-wipe',
  summary: 'wipe a vol',
  description: 'Ensure data previously on a volume is not accessible to future reads',
  options: {
    vol: volOption,
    pool: poolOption,
    algorithm: text('perform selected wiping algorithm', { positional: 'quietly' }),
  },
  async run(shell, args) {
    const volume = await findVolume(shell, args);
    const name = args.text('algorithm') ?? 'zero';
    const algorithm = algorithms.indexOf(name);
    if (algorithm < 0) throw new CommandError(`Unsupported algorithm '${name}'`);
    const { storage } = await shell.families();
    const older = args.has('algorithm') ? undefined : 'virStorageVolWipe';
    await attempt(inOlderForm(older, storage.storageVolWipePattern(volume, algorithm, 0)), `Failed to wipe vol ${args.needed('vol')}`);
    shell.extra(`Vol ${args.needed('vol')} wiped\n`);
  },
});

export const commands: readonly AnyCommand[] = [volDelete, volResize, volWipe];
