import { StorageVolInfoFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findPool } from '../../objects/pool.ts';
import { findVolume } from '../../objects/volume.ts';
import { shownSize } from '../../sizes.ts';
import { table } from '../../table.ts';
import { byName } from '../../tree.ts';
import { poolOption, volOption } from './options.ts';

/** `virStorageVolType` */
const types = ['file', 'block', 'dir', 'network', 'netdir', 'ploop'] as const;

const typeOf = ({ type }: { readonly type: number }): string => types[type] ?? 'unknown';

const volList = command({
  name: 'vol-list',
  summary: 'list vols',
  description: 'Returns list of vols by pool.',
  options: {
    pool: text('pool name or uuid', { ...needed, complete: 'pool' }),
    details: flag('display extended details for volumes'),
  },
  async run(shell, args) {
    const pool = await findPool(shell, args);
    const { storage } = await shell.families();
    const volumes = byName(await attempt(storage.storagePoolListAllVolumes(pool, 0), 'Failed to list volumes'));
    const rows: string[][] = [];
    for (const volume of volumes) {
      const path = await storage.storageVolGetPath(volume).catch(() => '-');
      if (!args.flag('details')) {
        rows.push([volume.name, path]);
        continue;
      }
      const info = await storage.storageVolGetInfoFlags(volume, 0).catch(() => undefined);
      const details = info ? [typeOf(info), shownSize(info.capacity), shownSize(info.allocation)] : ['unknown', '-', '-'];
      rows.push([volume.name, path, ...details]);
    }
    const heading = ['Name', 'Path', ...(args.flag('details') ? ['Type', 'Capacity', 'Allocation'] : [])];
    shell.print(table(heading, rows, shell.options.quiet));
  },
});

const volInfo = command({
  name: 'vol-info',
  summary: 'storage vol information',
  description: 'Returns basic information about the storage vol.',
  options: {
    vol: volOption,
    pool: poolOption,
    bytes: flag('sizes are represented in bytes rather than pretty units'),
    physical: flag('return the physical size of the volume in allocation field'),
  },
  async run(shell, args) {
    const volume = await findVolume(shell, args);
    const { storage } = await shell.families();
    const row = (label: string, value: string): void => shell.line(`${`${label}:`.padEnd(15)} ${value}`);
    const size = args.flag('bytes') ? (bytes: bigint): string => `${bytes} bytes` : shownSize;
    row('Name', volume.name);
    const flags = flagsOf(args, { physical: StorageVolInfoFlags.VIR_STORAGE_VOL_GET_PHYSICAL });
    const info = await storage.storageVolGetInfoFlags(volume, flags);
    row('Type', typeOf(info));
    row('Capacity', size(info.capacity));
    row(args.flag('physical') ? 'Physical' : 'Allocation', size(info.allocation));
  },
});

const volKey = command({
  name: 'vol-key',
  summary: 'returns the volume key for a given volume name or path',
  options: {
    vol: text('volume name or path', needed),
    pool: poolOption,
  },
  async run(shell, args) {
    shell.line((await findVolume(shell, args)).key);
  },
});

const volName = command({
  name: 'vol-name',
  summary: 'returns the volume name for a given volume key or path',
  options: { vol: text('volume key or path', needed) },
  async run(shell, args) {
    shell.line((await findVolume(shell, args, false)).name);
  },
});

const volPath = command({
  name: 'vol-path',
  summary: 'returns the volume path for a given volume name or key',
  options: {
    vol: text('volume name or key', needed),
    pool: poolOption,
  },
  async run(shell, args) {
    const volume = await findVolume(shell, args);
    shell.line(await (await shell.families()).storage.storageVolGetPath(volume));
  },
});

const volPool = command({
  name: 'vol-pool',
  summary: 'returns the storage pool for a given volume key or path',
  options: {
    vol: text('volume key or path', needed),
    uuid: flag('return the pool uuid rather than pool name'),
  },
  async run(shell, args) {
    const volume = await findVolume(shell, args, false);
    const { storage } = await shell.families();
    const pool = await attempt(storage.storagePoolLookupByVolume(volume), 'failed to get parent pool');
    shell.line(args.flag('uuid') ? pool.uuid : pool.name);
  },
});

const volDumpxml = command({
  name: 'vol-dumpxml',
  summary: 'vol information in XML',
  description: 'Output the vol information as an XML dump to stdout.',
  options: {
    vol: volOption,
    pool: poolOption,
    ...xpathOptions,
  },
  async run(shell, args) {
    const volume = await findVolume(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).storage.storageVolGetXMLDesc(volume, 0));
  },
});

export const commands: readonly AnyCommand[] = [volList, volInfo, volKey, volName, volPath, volPool, volDumpxml];
