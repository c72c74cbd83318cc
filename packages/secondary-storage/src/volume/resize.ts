import type { StorageVol } from '@virtweave/core-conf/storage';
import type { ResizeOptions } from '../backends/backend.ts';
import { storageError } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { allocate } from './raw-file.ts';
import { withSecrets } from './secret-files.ts';
import { imageResizeCommand } from '../command/image-resize.ts';

/** Gives the file of a volume another capacity. */
export async function resizeFile(volume: StorageVol, capacity: bigint, options: ResizeOptions, machine: Machine): Promise<void> {
  const { format, encryption, path = '' } = volume.target;
  if (format === 'raw' && encryption === undefined) {
    await runTool(machine, 'truncate', ['-s', String(capacity), '--', path], `Failed to truncate file '${path}'`);
    if (options.allocate) await allocate(machine, path, capacity);
    return;
  }
  if (format === 'ploop') {
    const megabytes = (capacity + 1024n ** 2n - 1n) / 1024n ** 2n;
    await runTool(machine, 'ploop', ['resize', '-s', `${megabytes}M`, `${path}/DiskDescriptor.xml`]);
    return;
  }
  if (options.allocate) throw storageError('VIR_ERR_OPERATION_UNSUPPORTED', 'preallocate is only supported for raw type volume');
  if (volume.type !== 'file') throw storageError('VIR_ERR_OPERATION_INVALID', `volume '${volume.name}' cannot be resized`);
  await withSecrets({ target: volume }, machine, async (secrets) => {
    const { program, args } = imageResizeCommand(volume, capacity, { shrink: options.shrink, ...secrets });
    await runTool(machine, program, args);
  });
}
