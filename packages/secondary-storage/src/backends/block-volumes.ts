import type { StorageVol } from '@virtweave/core-conf/storage';
import { unsupported } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { needsTool, runImageCommands } from '../volume/build-image.ts';
import type { VolumeBuildOptions } from './backend.ts';

/** Fills a new volume that is a device: with the bytes of another volume, or with what makes it an encrypted one. */
export async function buildDevice(volume: StorageVol, options: VolumeBuildOptions, machine: Machine): Promise<void> {
  const { from } = options;
  if (options.reflink) throw unsupported('devices cannot be cloned by reference');
  if (needsTool(volume) || (from !== undefined && needsTool(from))) {
    await runImageCommands(volume, options, machine);
  } else if (from !== undefined) {
    const { path: source = '' } = from.target;
    const args = [`if=${source}`, `of=${volume.target.path ?? ''}`, 'bs=1M', 'conv=notrunc,fsync', 'status=none'];
    await runTool(machine, 'dd', args, `failed reading from file '${source}'`);
  }
}
