import type { StoragePool, StoragePoolSource, StoragePoolSources, StorageVol } from '@virtweave/core-conf/storage';
import { parseGlusterVolumes } from '@virtweave/core-util/image';
import { storageError } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { describeFile } from '../volume/describe-file.ts';
import { factsOfFile, factsOfFolder } from '../volume/file-facts.ts';
import type { Backend } from './backend.ts';
import { fileSystemSpace } from './local-folder.ts';
import { mountedAt } from './mounts.ts';

/** `gluster`: a folder of a Gluster volume. QEMU opens what is in it itself; for looking it is mounted in a place of ours. */
export const gluster: Backend = {
  isActive: async (pool, machine) => (await mountedAt(machine, mountPoint(pool, machine))) !== undefined,

  async start(pool, machine) {
    const folder = mountPoint(pool, machine);
    const [host] = pool.source.hosts ?? [];
    if (host === undefined) throw storageError('VIR_ERR_XML_ERROR', 'missing storage pool source host name');
    if ((await mountedAt(machine, folder)) !== undefined) return;
    await machine.host.makeFolder(folder, { signal: machine.call.signal });
    await runTool(machine, 'mount', ['-o', 'nodev,nosuid,noexec', '-t', 'glusterfs', `${host.name}:/${volumeOf(pool)}`, folder]);
  },

  async stop(pool, machine) {
    const folder = mountPoint(pool, machine);
    if ((await mountedAt(machine, folder)) !== undefined) await runTool(machine, 'umount', [folder]);
  },

  async look(pool, machine) {
    const folder = `${mountPoint(pool, machine)}${folderOf(pool)}`.replace(/\/$/, '');
    const volumes: StorageVol[] = [];
    for (const facts of await factsOfFolder(machine, folder)) {
      const found = await describeFile(machine, `${folder}/${facts.name}`, facts);
      if (found !== undefined) volumes.push(remote(pool, found));
    }
    return { ...(await fileSystemSpace(machine, folder)), volumes };
  },

  findSources,

  volumes: {
    async describe(pool, volume, machine) {
      const path = localPath(pool, volume, machine);
      const facts = await factsOfFile(machine, path);
      const found = facts === undefined ? undefined : await describeFile(machine, path, facts);
      if (found === undefined) throw storageError('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching name '${volume.name}'`);
      return remote(pool, { ...found, name: volume.name });
    },
    async delete(pool, volume, _options, machine) {
      if (volume.type === 'netdir') throw storageError('VIR_ERR_NO_SUPPORT', `removing of '${volume.name}' volumes is not supported by the gluster backend`);
      await machine.host.remove(localPath(pool, volume, machine), { signal: machine.call.signal });
    },
  },
};

function volumeOf({ source, name }: StoragePool): string {
  return source.name ?? name;
}

/** The folder within the volume, with a slash at both ends. */
function folderOf({ source }: StoragePool): string {
  const inner = (source.dir ?? '/').replace(/^\/+|\/+$/g, '');
  return inner === '' ? '/' : `/${inner}/`;
}

function mountPoint({ uuid = '' }: StoragePool, { runFolder }: Machine): string {
  return `${runFolder}/gluster-${uuid}`;
}

function localPath(pool: StoragePool, { name }: StorageVol, machine: Machine): string {
  return `${mountPoint(pool, machine)}${folderOf(pool)}${name}`;
}

/** A volume as it is reached by others: `gluster://host/volume/folder/name`. */
function remote(pool: StoragePool, volume: StorageVol): StorageVol {
  const [host] = pool.source.hosts ?? [];
  const port = host?.port === undefined || host.port === 0 ? '' : `:${host.port}`;
  const key = `gluster://${host?.name ?? ''}${port}/${volumeOf(pool)}${folderOf(pool)}${volume.name}`;
  const path = key.split('/').map((part, index) => (index < 3 ? part : encodeURIComponent(part))).join('/');
  return { ...volume, type: volume.type === 'dir' ? 'netdir' : 'network', key, target: { ...volume.target, path } };
}

/** The volumes of a server. */
async function findSources(question: StoragePoolSource | undefined, machine: Machine): Promise<StoragePoolSources> {
  const [host] = question?.hosts ?? [];
  if (host === undefined) throw storageError('VIR_ERR_INVALID_ARG', 'hostname must be specified for netfs sources');
  const report = await runTool(machine, 'gluster', ['--xml', '--log-file=/dev/null', `--remote-host=${host.name}`, 'volume', 'info', 'all']);
  const names = parseGlusterVolumes(report);
  return { sources: names.map((name) => ({ hosts: [host], dir: '/', name })) };
}
