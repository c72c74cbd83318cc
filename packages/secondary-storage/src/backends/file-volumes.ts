import type { StoragePool, StorageVol } from '@virtweave/core-conf/storage';
import { invalidState, noSupport, storageError, unsupported } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { buildImage } from '../volume/build-image.ts';
import { describeFile } from '../volume/describe-file.ts';
import { factsOfFile } from '../volume/file-facts.ts';
import { resizeFile } from '../volume/resize.ts';
import { wipeVolume } from '../volume/wipe.ts';
import type { DeleteOptions, VolumeBackend } from './backend.ts';
import { pathIn } from './local-folder.ts';

/** Volumes that are files in the pool's folder. */
export const fileVolumes: VolumeBackend = {
  async create(pool, volume, { host, call }) {
    const path = pathIn(pool, volume);
    const type = volume.target.format === 'dir' ? 'dir' : volume.target.format === 'ploop' ? 'ploop' : 'file';
    if ((await host.stat(path, { followLinks: false, signal: call.signal })) !== undefined) {
      throw invalidState(`volume target path '${path}' already exists`);
    }
    return { ...volume, type, key: path, target: { ...volume.target, path } };
  },

  build: (_pool, volume, options, machine) => buildImage(volume, options, machine),
  copies: true,
  describe: (_pool, volume, machine) => describeAgain(volume, machine),
  delete: (_pool, volume, options, machine) => deleteFile(volume, options, machine),
  resize: (_pool, volume, capacity, options, machine) => resizeFile(volume, capacity, options, machine),
  wipe: (_pool, volume, algorithm, machine) => wipeVolume(volume, algorithm, machine),
  readable: true,
};

/** What became of a volume. What only its definition knows, such as the secret of its encryption, stays. */
async function describeAgain(volume: StorageVol, machine: Machine): Promise<StorageVol> {
  const { path = '', encryption } = volume.target;
  const facts = await factsOfFile(machine, path);
  const found = facts === undefined ? undefined : await describeFile(machine, path, facts);
  if (found === undefined) {
    throw storageError('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching name '${volume.name}': '${path}' is gone`);
  }
  const target = encryption === undefined ? found.target : { ...found.target, encryption };
  return { ...found, name: volume.name, target };
}

async function deleteFile(volume: StorageVol, options: DeleteOptions, machine: Machine): Promise<void> {
  const { type, target, name } = volume;
  const { path = '' } = target;
  if (options.withSnapshots) throw unsupported(`volume '${name}' has no snapshots that could be deleted with it`);
  switch (type) {
    case 'file':
      if (options.zeroed) await wipeVolume(volume, 0, machine);
      await machine.host.remove(path, { signal: machine.call.signal });
      return;
    case 'dir':
      await runTool(machine, 'rmdir', ['--', path], `failed to remove directory '${path}'`);
      return;
    case 'ploop':
      await machine.host.remove(path, { recursive: true, signal: machine.call.signal });
      return;
    default:
      throw noSupport(`removing block or network volumes is not supported: ${path}`);
  }
}

/** For pools whose volumes are only looked at, and read and written. */
export function describedOnly(describe: (pool: StoragePool, volume: StorageVol, machine: Machine) => Promise<StorageVol>): VolumeBackend {
  return { describe, wipe: (_pool, volume, algorithm, machine) => wipeVolume(volume, algorithm, machine), readable: true };
}
