import type { StoragePool, StorageVol } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';
import { askTool, runTool, type Machine } from '../machine.ts';
import { wipeVolume } from '../volume/wipe.ts';
import type { Backend, BuildOptions } from './backend.ts';
import { describeDevice } from './block-device.ts';
import { buildDevice } from './block-volumes.ts';
import { requireEmpty, requireFormat } from './device-content.ts';
import { freeExtent, parseDisk, type Disk, type Partition } from './disk-report.ts';
import { setMode, setOwner, targetPath } from './local-folder.ts';

/** `disk`: the partitions of a disk. */
export const disk: Backend = {
  async isActive(pool, { host, call }) {
    return (await host.stat(deviceOf(pool), { signal: call.signal })) !== undefined;
  },

  async start(pool, machine) {
    const device = deviceOf(pool);
    if ((await machine.host.stat(device, { signal: machine.call.signal })) === undefined) {
      throw storageError('VIR_ERR_INTERNAL_ERROR', `device path '${device}' doesn't exist`);
    }
    await requireFormat(machine, device, tableName(pool));
  },

  async build(pool, options: BuildOptions, machine) {
    const device = deviceOf(pool);
    if (!options.overwrite) await requireEmpty(machine, device, tableName(pool));
    await runTool(machine, 'parted', ['-s', device, 'mklabel', labelName(pool)]);
  },

  async delete(pool, machine) {
    await runTool(machine, 'wipefs', ['-a', deviceOf(pool)]);
  },

  async look(pool, machine) {
    const found = await readDisk(pool, machine);
    const volumes: StorageVol[] = [];
    for (const partition of found.partitions) volumes.push(await describeDevice(machine, volumeOf(pool, found, partition)));
    const available = found.free.reduce((sum, { start, end }) => sum + (BigInt(end) - BigInt(start)), 0n);
    const [device = { path: deviceOf(pool) }] = pool.source.devices ?? [];
    return {
      capacity: found.size,
      available,
      allocation: found.partitions.reduce((sum, { start, end }) => sum + (end - start), 0n),
      found: {
        source: { ...pool.source, devices: [{ ...device, freeExtents: found.free }] },
        ...(pool.target !== undefined && { target: pool.target }),
      },
      volumes,
    };
  },

  volumes: {
    create: createPartition,
    build: (_pool, volume, options, machine) => buildDevice(volume, options, machine),
    copies: true,
    async describe(pool, volume, machine) {
      const found = await readDisk(pool, machine);
      const partition = found.partitions.find((one) => nameOf(found, one.number) === volume.name);
      if (partition === undefined) throw storageError('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching name '${volume.name}'`);
      return describeDevice(machine, volumeOf(pool, found, partition));
    },
    async delete(pool, volume, _options, machine) {
      const found = await readDisk(pool, machine);
      const partition = found.partitions.find((one) => nameOf(found, one.number) === volume.name);
      if (partition === undefined) {
        throw storageError('VIR_ERR_INTERNAL_ERROR', `Volume path '${volume.target.path ?? ''}' did not start with parent pool source device name.`);
      }
      await runTool(machine, 'parted', ['-s', deviceOf(pool), 'rm', String(partition.number)]);
    },
    wipe: (_pool, volume, algorithm, machine) => wipeVolume(volume, algorithm, machine),
    readable: true,
  },
};

function deviceOf({ source }: StoragePool): string {
  const [device, ...more] = source.devices ?? [];
  if (device === undefined || more.length > 0) throw storageError('VIR_ERR_INTERNAL_ERROR', 'expected exactly 1 device for the storage pool');
  return device.path;
}

/** What parted calls the pool's partition table, and what blkid does. */
function labelName({ source }: StoragePool): string {
  return source.format === undefined || source.format === 'unknown' || source.format === 'dos' ? 'msdos' : source.format;
}

function tableName(pool: StoragePool): string {
  const label = labelName(pool);
  return label === 'msdos' ? 'dos' : label;
}

async function readDisk(pool: StoragePool, machine: Machine): Promise<Disk> {
  const device = deviceOf(pool);
  const real = await machine.host.realPath(device, { signal: machine.call.signal });
  const text = await runTool(machine, 'parted', ['-s', '-m', real, 'unit', 'B', 'print', 'free']);
  return parseDisk(text, real);
}

/** `sda1`, `nvme0n1p1`: a `p` stands where the disk's own name ends in a digit. */
function nameOf({ device }: Disk, number: number): string {
  const base = device.slice(device.lastIndexOf('/') + 1);
  return `${base}${/\d$/.test(base) ? 'p' : ''}${number}`;
}

function volumeOf(pool: StoragePool, found: Disk, { number, start, end, type }: Partition): StorageVol {
  const name = nameOf(found, number);
  const folder = targetPath(pool);
  const size = end - start;
  return {
    type: 'block',
    name,
    key: `${folder}/${name}`,
    source: { devices: [{ path: deviceOf(pool), extents: [{ start, end }] }] },
    capacity: size,
    allocation: size,
    target: { path: `${folder}/${name}`, format: type },
  };
}

/** Makes the next partition, in the smallest free stretch that is large enough. */
async function createPartition(pool: StoragePool, volume: StorageVol, machine: Machine): Promise<StorageVol> {
  const device = deviceOf(pool);
  const found = await readDisk(pool, machine);
  const wanted = nameOf(found, found.nextNumber);
  if (volume.name !== wanted) {
    throw storageError('VIR_ERR_INVALID_ARG', `invalid partition name '${volume.name}', expected '${wanted}'`);
  }
  if (volume.target.encryption !== undefined && volume.target.encryption.format !== 'luks') {
    throw storageError('VIR_ERR_CONFIG_UNSUPPORTED', 'storage pool only supports LUKS encrypted volumes');
  }
  const { start, end } = freeExtent(found, BigInt(volume.capacity ?? 0));
  // Where there are no names, the kind of a partition stands in their place.
  const kind = found.table === 'msdos' ? ['primary'] : found.table === 'gpt' ? [wanted] : ['primary'];
  await runTool(machine, 'parted', ['-s', device, 'mkpart', ...kind, `${start}B`, `${end - 1n}B`]);
  // The node of the partition comes with the kernel's next look.
  await askTool(machine, 'udevadm', ['settle', '--timeout=10']).catch(() => undefined);
  const after = await readDisk(pool, machine);
  const made = after.partitions.find(({ number }) => nameOf(after, number) === volume.name);
  if (made === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `partition '${volume.name}' was not made`);
  const { mode, owner, group } = volume.target.permissions ?? {};
  const described = volumeOf(pool, after, made);
  if (mode !== undefined) await setMode(machine, described.target.path ?? '', mode);
  await setOwner(machine, described.target.path ?? '', owner, group);
  return { ...described, target: { ...volume.target, ...described.target } };
}
