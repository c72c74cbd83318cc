import type { StorageVol } from '@virtweave/core-conf/storage';
import { noSupport, storageError } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { factsOfFile } from './file-facts.ts';

/** What `scrub -p` calls the algorithms, by `virStorageVolWipeAlgorithm`; the first is zeros, the last would be TRIM. */
const patterns = ['', 'nnsa', 'dod', 'bsi', 'gutmann', 'schneier', 'pfitzner7', 'pfitzner33', 'random'] as const;

/** Overwrites the content of a volume; what is sparse stays sparse, since there is nothing to be overwritten in it. */
export async function wipeVolume(volume: StorageVol, algorithm: number, machine: Machine): Promise<void> {
  const { path = '' } = volume.target;
  if (algorithm === patterns.length) throw storageError('VIR_ERR_ARGUMENT_UNSUPPORTED', "'trim' algorithm not supported");
  const pattern = patterns[algorithm];
  if (pattern === undefined) throw storageError('VIR_ERR_INVALID_ARG', `wiping algorithm ${algorithm} not supported`);
  if (volume.type === 'network') throw noSupport(`volume '${volume.name}' cannot be wiped: it is not on this machine`);
  const facts = await factsOfFile(machine, path);
  if (facts === undefined) throw storageError('VIR_ERR_SYSTEM_ERROR', `Failed to open storage volume with path '${path}': No such file or directory`);
  if (facts.type !== 'file' && facts.type !== 'block') {
    throw storageError('VIR_ERR_SYSTEM_ERROR', `Failed to open storage volume with path '${path}': Is a directory`);
  }
  if (pattern !== '') {
    await runTool(machine, 'scrub', ['-f', '-p', pattern, path]);
    return;
  }
  const sparse = facts.type === 'file' && facts.allocation < facts.size;
  if (sparse) await emptyFile(path, facts.size, machine);
  else await overwrite(path, facts.type === 'block' ? BigInt(volume.allocation ?? 0) : facts.size, machine);
}

/** Gives a sparse file's blocks back: what is read afterwards is zeros. */
async function emptyFile(path: string, size: bigint, machine: Machine): Promise<void> {
  await runTool(machine, 'truncate', ['-s', '0', '--', path], `Failed to truncate volume with path '${path}' to 0 bytes`);
  await runTool(machine, 'truncate', ['-s', String(size), '--', path], `Failed to truncate volume with path '${path}' to ${size} bytes`);
}

async function overwrite(path: string, length: bigint, machine: Machine): Promise<void> {
  const args = ['if=/dev/zero', `of=${path}`, 'bs=1M', `count=${length}`, 'iflag=count_bytes', 'conv=notrunc,fsync', 'status=none'];
  if (length > 0n) await runTool(machine, 'dd', args, `Failed to write ${length} bytes to storage volume with path '${path}'`);
}
