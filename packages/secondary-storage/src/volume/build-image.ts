import { withReverter } from '@virtweave/core-util';
import type { StorageVol } from '@virtweave/core-conf/storage';
import type { VolumeBuildOptions } from '../backends/backend.ts';
import { setMode, setOwner } from '../backends/local-folder.ts';
import { imageCommands } from '../command/image-commands.ts';
import { invalidState, storageError, unsupported } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { fillRawFile } from './raw-file.ts';
import { withSecrets } from './secret-files.ts';

/** Mode of a volume that nobody has said. */
const fileMode = 0o600;
const folderMode = 0o755;

/** Makes the file, or folder, of a new volume. Nothing of it is left when that fails. */
export async function buildImage(volume: StorageVol, options: VolumeBuildOptions, machine: Machine): Promise<void> {
  const { host } = machine;
  const { path = '', permissions } = volume.target;
  const { mode, owner, group } = permissions ?? {};
  await withReverter(async (undo) => {
    if (volume.type === 'dir') {
      if (options.from !== undefined) throw unsupported('cannot create directory volumes from other volumes');
      await runTool(machine, 'mkdir', ['-m', `0${(mode ?? folderMode).toString(8)}`, '--', path], `cannot create path '${path}'`);
      undo.add(`remove '${path}'`, async () => void (await host.remove(path, { recursive: true })));
      await setOwner(machine, path, owner, group);
      return;
    }
    if (volume.type === 'ploop') {
      undo.add(`remove '${path}'`, async () => void (await host.remove(path, { recursive: true })));
      await buildPloop(volume, options, machine);
      return;
    }
    // With its mode from the beginning: nobody else sees what is written into it.
    if (!(await host.createFile(path, '', { mode: mode ?? fileMode, durable: false }))) {
      throw invalidState(`volume target path '${path}' already exists`);
    }
    undo.add(`remove '${path}'`, async () => void (await host.remove(path)));
    if (mode !== undefined) await setMode(machine, path, mode);
    await setOwner(machine, path, owner, group);
    await fill(volume, options, machine);
  });
}

async function fill(volume: StorageVol, options: VolumeBuildOptions, machine: Machine): Promise<void> {
  if (!needsTool(volume) && (options.from === undefined || !needsTool(options.from))) {
    if (volume.backingStore !== undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', 'backing storage not supported for raw volumes');
    if (options.preallocMetadata) throw unsupported('metadata preallocation is not supported for raw volumes');
    await fillRawFile(volume, options, machine);
    return;
  }
  if (options.reflink) throw unsupported('only raw volumes can be cloned by reference');
  await runImageCommands(volume, options, machine);
}

/** Makes an image with qemu-img, encrypted ones with the secrets in files that only we can read. */
export async function runImageCommands(volume: StorageVol, options: VolumeBuildOptions, machine: Machine): Promise<void> {
  const { from, preallocMetadata } = options;
  await withSecrets({ target: volume, ...(from !== undefined && { source: from }) }, machine, async (secrets) => {
    for (const { program, args } of imageCommands({ volume, preallocMetadata, ...secrets, ...(from !== undefined && { from }) })) {
      await runTool(machine, program, args);
    }
  });
}

/** Is it more than bytes in a file? */
export function needsTool({ target }: StorageVol): boolean {
  return (target.format !== undefined && target.format !== 'raw') || target.encryption !== undefined;
}

async function buildPloop(volume: StorageVol, { from }: VolumeBuildOptions, machine: Machine): Promise<void> {
  const { path = '', encryption } = volume.target;
  if (volume.backingStore !== undefined) throw unsupported('backing files not supported with ploop type volumes');
  if (encryption !== undefined) throw unsupported('encrypted ploop volumes are not supported');
  if (from !== undefined) {
    if (from.type !== 'ploop') throw unsupported("unsupported input storage vol type for ploop: only 'ploop'");
    await runTool(machine, 'cp', ['-r', '--', from.target.path ?? '', path]);
    return;
  }
  const megabytes = (BigInt(volume.capacity ?? 0) + 1024n ** 2n - 1n) / 1024n ** 2n;
  await runTool(machine, 'mkdir', ['-m', '0700', '--', path], `error creating directory for ploop volume '${path}'`);
  await runTool(machine, 'ploop', ['init', '-s', `${megabytes}M`, '-t', 'ext4', `${path}/root.hds`]);
}
