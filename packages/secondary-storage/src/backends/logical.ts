import type { StoragePool, StoragePoolSource, StorageVol } from '@virtweave/core-conf/storage';
import { poolStartCommand, poolStopCommand } from '../command/pool-start.ts';
import { storageError, unsupported } from '../errors.ts';
import { askTool, runTool, type Machine } from '../machine.ts';
import { wipeVolume } from '../volume/wipe.ts';
import type { Backend, BuildOptions } from './backend.ts';
import { describeDevice } from './block-device.ts';
import { buildDevice } from './block-volumes.ts';
import { requireEmpty } from './device-content.ts';
import { setMode, setOwner, targetPath } from './local-folder.ts';
import { parseLogicalVolumes, reportColumns } from './logical-report.ts';

/** `logical`: a volume group of LVM. */
export const logical: Backend = {
  isActive: async (pool, { host, call }) => (await host.stat(targetPath(pool), { signal: call.signal })) !== undefined,

  async start(pool, machine) {
    if (!(await volumeGroups(machine)).some(({ name }) => name === groupOf(pool))) {
      throw unsupported(`cannot find logical volume group name '${groupOf(pool)}'`);
    }
    const command = poolStartCommand(pool);
    if (command !== undefined) await runTool(machine, command.program, command.args);
  },

  async stop(pool, machine) {
    const command = poolStopCommand(pool);
    if (command !== undefined) await runTool(machine, command.program, command.args);
  },

  build: buildGroup,

  async delete(pool, machine) {
    await runTool(machine, 'vgremove', ['-f', groupOf(pool)]);
    for (const { path } of pool.source.devices ?? []) await runTool(machine, 'pvremove', [path]);
  },

  async look(pool, machine) {
    const sizes = ['--separator', ':', '--noheadings', '--units', 'b', '--unbuffered', '--nosuffix', '--options', 'vg_size,vg_free', groupOf(pool)];
    const [capacity = 0n, available = 0n] = (await runTool(machine, 'vgs', sizes)).trim().split(':').map(BigInt);
    return { capacity, available, allocation: capacity - available, volumes: await volumesOf(pool, machine) };
  },

  async findSources(_question, machine) {
    return { sources: await volumeGroups(machine) };
  },

  volumes: {
    create: createVolume,
    build: (_pool, volume, options, machine) => buildDevice(volume, options, machine),
    copies: true,
    async describe(pool, volume, machine) {
      const [found] = await volumesOf(pool, machine, volume.name);
      if (found === undefined) throw storageError('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching name '${volume.name}'`);
      return found;
    },
    async delete(pool, { name }, _options, machine) {
      const path = `${groupOf(pool)}/${name}`;
      // One that is in use elsewhere cannot be taken out of use: the removal says so.
      await askTool(machine, 'lvchange', ['-aln', '-f', path]);
      await runTool(machine, 'lvremove', ['-f', path]);
    },
    async resize(pool, volume, capacity, _options, machine) {
      await runTool(machine, 'lvresize', ['-f', '-L', `${capacity}B`, `${groupOf(pool)}/${volume.name}`]);
    },
    async wipe(_pool, volume, algorithm, machine) {
      if (volume.backingStore !== undefined) throw storageError('VIR_ERR_NO_SUPPORT', `logical volume '${volume.target.path ?? ''}' is sparse, volume wipe not supported`);
      await wipeVolume(volume, algorithm, machine);
    },
    readable: true,
  },
};

function groupOf({ source, name }: StoragePool): string {
  return source.name ?? name;
}

/** Makes physical volumes of the devices, and one group of them. */
async function buildGroup(pool: StoragePool, { overwrite }: BuildOptions, machine: Machine): Promise<void> {
  const devices = (pool.source.devices ?? []).map(({ path }) => path);
  const made: string[] = [];
  try {
    for (const device of devices) {
      if (!overwrite) await requireEmpty(machine, device, 'LVM2_member');
      // What a partition table was there, LVM would ask about.
      await runTool(machine, 'dd', ['if=/dev/zero', `of=${device}`, 'bs=4096', 'count=1', 'conv=notrunc,fsync', 'status=none'], `cannot clear device header of '${device}'`);
      await runTool(machine, 'pvcreate', [device]);
      made.push(device);
    }
    await runTool(machine, 'vgcreate', [groupOf(pool), ...devices]);
  } catch (error) {
    for (const device of made) await askTool({ ...machine, call: { identity: machine.call.identity } }, 'pvremove', [device]);
    throw error;
  }
}

/** Makes the logical volume itself. With less allocated than its capacity it is a snapshot of nothing, which grows. */
async function createVolume(pool: StoragePool, volume: StorageVol, machine: Machine): Promise<StorageVol> {
  const { name, target, backingStore } = volume;
  const capacity = BigInt(volume.capacity ?? 0);
  const allocation = BigInt(volume.allocation ?? 0);
  const path = `${targetPath(pool)}/${name}`;
  const size = (bytes: bigint): string => `${(bytes + 1023n) / 1024n}K`;
  const sparse = capacity !== allocation && allocation > 0n;
  const shape =
    backingStore?.path !== undefined
      ? ['-L', size(allocation > 0n ? allocation : capacity), '-s', backingStore.path]
      : sparse
        ? ['-L', size(allocation), '--type', 'snapshot', '--virtualsize', size(capacity), groupOf(pool)]
        : ['-L', size(capacity), groupOf(pool)];
  await runTool(machine, 'lvcreate', ['--name', name, ...shape]);
  try {
    const { mode, owner, group } = target.permissions ?? {};
    if (mode !== undefined) await setMode(machine, path, mode);
    await setOwner(machine, path, owner, group);
    return { ...volume, type: 'block', key: path, target: { ...target, path } };
  } catch (error) {
    await askTool({ ...machine, call: { identity: machine.call.identity } }, 'lvremove', ['-f', `${groupOf(pool)}/${name}`]);
    throw error;
  }
}

/** The logical volumes of a group, or one of them. */
async function volumesOf(pool: StoragePool, machine: Machine, name?: string): Promise<readonly StorageVol[]> {
  const group = groupOf(pool);
  const options = ['--separator', '#', '--noheadings', '--units', 'b', '--unbuffered', '--nosuffix', '--options', reportColumns];
  const report = await runTool(machine, 'lvs', [...options, name === undefined ? group : `${group}/${name}`]);
  const volumes: StorageVol[] = [];
  for (const volume of parseLogicalVolumes(report, targetPath(pool))) volumes.push(await describeDevice(machine, volume));
  return volumes;
}

/** The volume groups of this machine, with their devices. */
async function volumeGroups(machine: Machine): Promise<StoragePoolSource[]> {
  const report = await runTool(machine, 'pvs', ['--noheadings', '-o', 'pv_name,vg_name']);
  const groups = new Map<string, string[]>();
  for (const line of report.split('\n')) {
    const [, device, group] = /^\s*(\S+)\s+(\S+)\s*$/.exec(line) ?? [];
    if (device !== undefined && group !== undefined) groups.set(group, [...(groups.get(group) ?? []), device]);
  }
  return [...groups].map(([name, devices]) => ({ devices: devices.map((path) => ({ path })), name, format: 'lvm2' }));
}
