import type { StoragePool, StorageVol } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';
import { askTool, runTool, type Machine } from '../machine.ts';
import { wipeVolume } from '../volume/wipe.ts';
import type { Backend } from './backend.ts';
import { describeDevice } from './block-device.ts';
import { targetPath } from './local-folder.ts';

/** `zfs`: the volumes of a ZFS pool. */
export const zfs: Backend = {
  isActive: async (pool, machine) => (await askTool(machine, 'zpool', ['list', '-Ho', 'name', poolOf(pool)])).status === 0,

  async build(pool, _options, machine) {
    const devices = (pool.source.devices ?? []).map(({ path }) => path);
    if (devices.length === 0) throw storageError('VIR_ERR_INTERNAL_ERROR', 'missing source devices');
    await runTool(machine, 'zpool', ['create', poolOf(pool), ...devices]);
  },

  async delete(pool, machine) {
    await runTool(machine, 'zpool', ['destroy', poolOf(pool)]);
  },

  async look(pool, machine) {
    const report = await runTool(machine, 'zpool', ['get', '-Hp', 'health,size,free,allocated', poolOf(pool)]);
    const values = new Map(report.split('\n').map((line) => [line.split('\t')[1] ?? '', line.split('\t')[2] ?? '0']));
    const number = (name: string): bigint => BigInt(/^\d+$/.test(values.get(name) ?? '') ? (values.get(name) ?? '0') : '0');
    return { capacity: number('size'), available: number('free'), allocation: number('allocated'), volumes: await volumesOf(pool, machine) };
  },

  volumes: {
    async create(pool, volume, machine) {
      const capacity = BigInt(volume.capacity ?? 0);
      const allocation = BigInt(volume.allocation ?? 0);
      const size = (bytes: bigint): string => `${(bytes + 1023n) / 1024n}K`;
      // Without a reservation the pool may fill up before the volume does.
      const sparse = allocation < capacity ? ['-s', ...(allocation > 0n ? ['-o', `refreservation=${size(allocation)}`] : [])] : [];
      await runTool(machine, 'zfs', ['create', ...sparse, '-V', size(capacity), `${poolOf(pool)}/${volume.name}`]);
      const path = `${targetPath(pool)}/${volume.name}`;
      return { ...volume, type: 'block', key: path, target: { ...volume.target, path } };
    },
    async describe(pool, volume, machine) {
      const [found] = await volumesOf(pool, machine, volume.name);
      if (found === undefined) throw storageError('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching name '${volume.name}'`);
      return found;
    },
    async delete(pool, { name }, _options, machine) {
      await runTool(machine, 'zfs', ['destroy', `${poolOf(pool)}/${name}`]);
    },
    async resize(pool, { name }, capacity, _options, machine) {
      await runTool(machine, 'zfs', ['set', `volsize=${capacity}`, `${poolOf(pool)}/${name}`]);
    },
    wipe: (_pool, volume, algorithm, machine) => wipeVolume(volume, algorithm, machine),
    readable: true,
  },
};

function poolOf({ source, name }: StoragePool): string {
  return source.name ?? name;
}

/** `zfs list`: `pool/vol	1073741824	1107296256`; what is not reserved takes nothing. */
async function volumesOf(pool: StoragePool, machine: Machine, name?: string): Promise<readonly StorageVol[]> {
  const at = name === undefined ? ['-r', poolOf(pool)] : [`${poolOf(pool)}/${name}`];
  const report = await runTool(machine, 'zfs', ['list', '-Hp', '-t', 'volume', '-o', 'name,volsize,refreservation', ...at]);
  const volumes: StorageVol[] = [];
  for (const line of report.split('\n')) {
    const [full = '', size = '0', reserved = '0'] = line.split('\t');
    const own = full.slice(full.lastIndexOf('/') + 1);
    if (own === '') continue;
    const path = `${targetPath(pool)}/${own}`;
    const allocation = BigInt(/^\d+$/.test(reserved) ? reserved : '0');
    const device = await describeDevice(machine, { type: 'block', name: own, key: path, target: { path } });
    volumes.push({ ...device, capacity: BigInt(size), allocation });
  }
  return volumes;
}
