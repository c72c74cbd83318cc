import type { StoragePool, StorageVol } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import type { Backend } from './backend.ts';

/** `sheepdog`: the images of a Sheepdog cluster. */
export const sheepdog: Backend = {
  async look(pool, machine) {
    const nodes = await dog(pool, ['node', 'info', '-r'], machine);
    const [, capacity = '0', allocation = '0'] = /^Total\s+(\d+)\s+(\d+)/m.exec(nodes) ?? [];
    const volumes = parseImages(await dog(pool, ['vdi', 'list', '-r'], machine)).map(({ name, size, used }) => volumeOf(name, size, used));
    return { capacity: BigInt(capacity), allocation: BigInt(allocation), available: BigInt(capacity) - BigInt(allocation), volumes };
  },

  volumes: {
    async create(_pool, volume) {
      return { ...volume, ...volumeOf(volume.name, BigInt(volume.capacity ?? 0), BigInt(volume.allocation ?? 0)) };
    },
    async build(pool, volume, _options, machine) {
      if (volume.target.encryption !== undefined) throw storageError('VIR_ERR_CONFIG_UNSUPPORTED', 'Sheepdog does not support encrypted volumes');
      await dog(pool, ['vdi', 'create', volume.name, String(volume.capacity ?? 0)], machine);
    },
    async describe(pool, { name }, machine) {
      const [found] = parseImages(await dog(pool, ['vdi', 'list', name, '-r'], machine));
      if (found === undefined) throw storageError('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching name '${name}'`);
      return volumeOf(found.name, found.size, found.used);
    },
    async delete(pool, { name }, _options, machine) {
      await dog(pool, ['vdi', 'delete', name], machine);
    },
    async resize(pool, { name }, capacity, _options, machine) {
      await dog(pool, ['vdi', 'resize', name, String(capacity)], machine);
    },
  },
};

/** `= NAME ID SIZE USED SHARED CREATED VDI ...`; `s` in front is a snapshot, `c` a clone. Blanks in names are escaped. */
function parseImages(report: string): readonly { readonly name: string; readonly size: bigint; readonly used: bigint }[] {
  return report.split('\n').flatMap((line) => {
    const [, name, size, used] = /^[=c] ((?:[^\s\\]|\\.)+) \d+ (\d+) (\d+) /.exec(line) ?? [];
    return name === undefined || size === undefined || used === undefined
      ? []
      : [{ name: name.replace(/\\(.)/g, '$1'), size: BigInt(size), used: BigInt(used) }];
  });
}

function volumeOf(name: string, capacity: bigint, allocation: bigint): StorageVol {
  return { type: 'network', name, key: name, capacity, allocation, target: { path: name } };
}

async function dog({ source }: StoragePool, args: readonly string[], machine: Machine): Promise<string> {
  const [host] = source.hosts ?? [];
  const where = host === undefined ? [] : ['-a', host.name, '-p', String(host.port === undefined || host.port === 0 ? 7000 : host.port)];
  return runTool(machine, 'dog', [...args, ...where]);
}
