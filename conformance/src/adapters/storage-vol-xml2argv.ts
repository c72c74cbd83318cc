import { parseStoragePool, parseStorageVol, type StorageVol } from '@virtweave/core-conf';
import { imageCommands } from '@virtweave/secondary-storage/command';
import type { Adapter, CaseFiles } from '../adapter.ts';
import { renderCommands } from '../render-command.ts';

export const run: Adapter = async (testCase, files) => {
  const { input, pool, inputVolume, inputPool, secretFile, inputSecretFile } = testCase;
  const createFlags = Array.isArray(testCase['createFlags']) ? (testCase['createFlags'] as readonly string[]) : [];
  const parseFlags = Array.isArray(testCase['parseFlags']) ? (testCase['parseFlags'] as readonly string[]) : [];
  const from = typeof inputVolume === 'string' ? await readVolume(files, inputVolume, String(inputPool), 'withBacking') : undefined;
  const capacity = from !== undefined || parseFlags.includes('no-capacity') ? 'optional' : parseFlags.includes('opt-capacity') ? 'withBacking' : 'required';
  const commands = imageCommands({
    volume: await readVolume(files, String(input), String(pool), capacity),
    ...(from !== undefined && { from }),
    preallocMetadata: createFlags.includes('prealloc-metadata'),
    ...(typeof secretFile === 'string' && { secretFile }),
    ...(typeof inputSecretFile === 'string' && { inputSecretFile }),
  });
  return { expected: renderCommands(commands.map(({ program, args }) => ({ program, arguments: args }))) };
};

/** A volume as its pool would hold it: a file, or a device where the pool's volumes are some. */
async function readVolume(files: CaseFiles, path: string, poolPath: string, capacity: 'required' | 'withBacking' | 'optional'): Promise<StorageVol> {
  const pool = parseStoragePool(await files.read(poolPath));
  const volume = parseStorageVol(await files.read(path), pool, { capacity });
  const ofFiles = ['dir', 'fs', 'netfs', 'gluster', 'vstorage'].includes(pool.type);
  return { ...volume, type: ofFiles ? 'file' : 'block' };
}
