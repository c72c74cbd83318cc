import type { StoragePool, StorageVol } from '@virtweave/core-conf/storage';
import { randomUuid } from '@virtweave/core-util';
import { storageError, unsupported } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { poolSecret } from '../pool-secret.ts';
import type { Backend } from './backend.ts';

/** What `rbd ls -l` says of an image; one with a snapshot's name is none. */
interface RbdImage {
  readonly image: string;
  readonly size: number;
  readonly snapshot?: string;
}

/** `rbd`: the images of a Ceph pool. */
export const rbd: Backend = {
  async look(pool, machine) {
    const name = sourceName(pool);
    const images = JSON.parse(await rbdTool(pool, ['ls', '-l', '--format', 'json', name], machine)) as readonly RbdImage[];
    const volumes = images.filter(({ snapshot }) => snapshot === undefined).map(({ image, size }) => volumeOf(pool, image, BigInt(size)));
    return { ...(await sizes(pool, machine)), volumes };
  },

  volumes: {
    async create(pool, volume) {
      return { ...volume, ...volumeOf(pool, volume.name, BigInt(volume.capacity ?? 0)) };
    },
    copies: true,
    async build(pool, volume, { from }, machine) {
      if (volume.target.encryption !== undefined) throw unsupported('storage pool does not support encrypted volumes');
      const path = volume.target.path ?? '';
      if (from === undefined) {
        await rbdTool(pool, ['create', '--size', `${BigInt(volume.capacity ?? 0)}B`, path], machine);
        return;
      }
      if (from.type !== 'network') throw unsupported('an RBD image can only be made from another one');
      await rbdTool(pool, ['cp', from.target.path ?? '', path], machine);
      if (BigInt(volume.capacity ?? 0) > BigInt(from.capacity ?? 0)) {
        await rbdTool(pool, ['resize', '--size', `${BigInt(volume.capacity ?? 0)}B`, path], machine);
      }
    },
    async describe(pool, volume, machine) {
      const info = JSON.parse(await rbdTool(pool, ['info', '--format', 'json', volume.target.path ?? ''], machine)) as { readonly size: number };
      return volumeOf(pool, volume.name, BigInt(info.size));
    },
    async delete(pool, volume, { withSnapshots }, machine) {
      const path = volume.target.path ?? '';
      if (withSnapshots) await rbdTool(pool, ['snap', 'purge', path], machine);
      await rbdTool(pool, ['rm', path], machine);
    },
    async resize(pool, volume, capacity, { shrink }, machine) {
      const less = shrink ? ['--allow-shrink'] : [];
      await rbdTool(pool, ['resize', '--size', `${capacity}B`, ...less, volume.target.path ?? ''], machine);
    },
  },
};

function sourceName({ source }: StoragePool): string {
  if (source.name === undefined) throw storageError('VIR_ERR_XML_ERROR', "element 'name' is mandatory for RBD pool");
  return source.name;
}

function volumeOf(pool: StoragePool, name: string, capacity: bigint): StorageVol {
  const path = `${sourceName(pool)}/${name}`;
  return { type: 'network', name, key: path, capacity, allocation: capacity, target: { path, format: 'raw' } };
}

/** What the cluster's manager tells of the pool; without one nothing is known. */
async function sizes(pool: StoragePool, machine: Machine): Promise<{ capacity: bigint; allocation: bigint; available: bigint }> {
  const report = JSON.parse(await cephTool('ceph', pool, ['df', '--format', 'json'], machine)) as {
    readonly stats?: { readonly total_bytes?: number };
    readonly pools?: readonly { readonly name: string; readonly stats: { readonly stored?: number; readonly bytes_used?: number; readonly max_avail?: number } }[];
  };
  const [name] = sourceName(pool).split('/');
  const stats = report.pools?.find((one) => one.name === name)?.stats;
  return {
    capacity: BigInt(report.stats?.total_bytes ?? 0),
    allocation: BigInt(stats?.stored ?? stats?.bytes_used ?? 0),
    available: BigInt(stats?.max_avail ?? 0),
  };
}

function rbdTool(pool: StoragePool, args: readonly string[], machine: Machine): Promise<string> {
  return cephTool('rbd', pool, args, machine);
}

/** Runs one of Ceph's programs as the pool's user, whose key is in a file that only we can read. */
async function cephTool(program: string, pool: StoragePool, args: readonly string[], machine: Machine): Promise<string> {
  const { hosts = [], auth } = pool.source;
  const monitors = hosts.map(({ name, port }) => `${name.includes(':') ? `[${name}]` : name}${port === undefined || port === 0 ? '' : `:${port}`}`).join(',');
  const options = [
    ...(monitors === '' ? [] : ['-m', monitors]),
    ...(pool.configOptions ?? []).flatMap(({ name, value }) => [`--${name}`, value]),
  ];
  if (auth === undefined) return runTool(machine, program, [...options, ...args]);
  if (auth.type !== 'ceph') throw storageError('VIR_ERR_XML_ERROR', "rbd pool only supports 'ceph' auth type");
  const keyFile = `${machine.runFolder}/secret-${randomUuid()}`;
  await machine.host.writeFile(keyFile, (await poolSecret(auth, machine)).toString('base64'), { mode: 0o600, durable: false });
  try {
    return await runTool(machine, program, [...options, '--id', auth.username, '--keyfile', keyFile, ...args]);
  } finally {
    await machine.host.remove(keyFile, { durable: false });
  }
}
