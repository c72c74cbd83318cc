import type { StorageVol } from '@virtweave/core-conf/storage';
import type { VolumeBuildOptions } from '../backends/backend.ts';
import { storageError, toolFailure } from '../errors.ts';
import { askTool, runTool, type Machine } from '../machine.ts';

/**
 * Makes the content of a raw file that is there and empty: as long as the volume's capacity, so much of it allocated as the
 * document says, and with the bytes of another volume when it is a copy.
 */
export async function fillRawFile(volume: StorageVol, { from, reflink }: VolumeBuildOptions, machine: Machine): Promise<void> {
  const { path = '' } = volume.target;
  const capacity = BigInt(volume.capacity ?? 0);
  const allocation = BigInt(volume.allocation ?? 0);
  if (volume.target.nocow === true) await runTool(machine, 'chattr', ['+C', '--', path], `error setting NOCOW flag on '${path}'`);
  if (from !== undefined) await copyBytes(from, path, reflink, machine);
  await runTool(machine, 'truncate', ['-s', String(capacity), '--', path], `cannot extend file '${path}'`);
  // With more allocated than capacity the rest stands for what a thick format would need: there is nothing to put it in.
  const wanted = allocation < capacity ? allocation : capacity;
  if (wanted > 0n && from === undefined) await allocate(machine, path, wanted);
}

/** Gives a file the blocks of its first bytes. File systems that cannot do that get zeros written. */
export async function allocate(machine: Machine, path: string, length: bigint): Promise<void> {
  const direct = await askTool(machine, 'fallocate', ['-l', String(length), '--', path]);
  if (direct.status === 0) return;
  const doing = `cannot allocate ${length} bytes in file '${path}'`;
  if (!/not supported/i.test(direct.stderr)) {
    throw storageError('VIR_ERR_SYSTEM_ERROR', `${doing}: ${direct.stderr.trim().split(': ').at(-1) ?? ''}`);
  }
  await runTool(machine, 'fallocate', ['--posix', '-l', String(length), '--', path], doing);
}

/** Copies bytes, leaving holes where there are only zeros. */
async function copyBytes(from: StorageVol, path: string, reflink: boolean, machine: Machine): Promise<void> {
  const { path: source = '' } = from.target;
  const how = reflink ? '--reflink=always' : '--reflink=never';
  try {
    // A copy of what a device holds, not of the device; the new file keeps its owner and mode.
    await runTool(machine, 'cp', [how, ...(reflink ? [] : ['--sparse=always']), '--', source, path]);
  } catch (error) {
    throw toolFailure(reflink ? `failed to clone files from '${source}'` : `failed reading from file '${source}'`, error);
  }
}
