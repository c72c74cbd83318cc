import { ConnectListAllStoragePoolsFlags, StorageXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text } from '../../grammar/option.ts';
import { splitList } from '../../grammar/split-list.ts';
import { findPool } from '../../objects/pool.ts';
import { shownSize } from '../../sizes.ts';
import { table } from '../../table.ts';
import { byName } from '../../tree.ts';
import { poolOption } from './options.ts';

/** What kinds of pools there are, and the flag that asks for each. */
const kinds = new Map<string, number>(
  Object.entries(ConnectListAllStoragePoolsFlags)
    .filter(([, bit]) => bit >= ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_DIR)
    .map(([name, bit]) => [name.slice('VIR_CONNECT_LIST_STORAGE_POOLS_'.length).toLowerCase().replaceAll('_', '-'), bit]),
);

/** `virStoragePoolState` */
const states = ['inactive', 'building', 'running', 'degraded', 'inaccessible'] as const;

const stateOf = ({ state }: { readonly state: number }): string => states[state] ?? 'unknown';

const poolList = command({
  name: 'pool-list',
  summary: 'list pools',
  description: 'Returns list of pools.',
  options: {
    inactive: flag('list inactive pools'),
    all: flag('list inactive & active pools'),
    transient: flag('list transient pools'),
    persistent: flag('list persistent pools'),
    autostart: flag('list pools with autostart enabled'),
    'no-autostart': flag('list pools with autostart disabled'),
    type: text('only list pool of specified type(s) (if supported)', { positional: 'quietly' }),
    details: flag('display extended details for pools'),
    uuid: flag('list UUID of active pools only'),
    name: flag('list name of active pools only'),
  },
  async run(shell, args) {
    const all = ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE | ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE;
    let flags = flagsOf(args, {
      inactive: ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE,
      all,
      persistent: ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT,
      transient: ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT,
      autostart: ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART,
      'no-autostart': ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART,
    });
    if (!args.flag('inactive') && !args.flag('all')) flags |= ConnectListAllStoragePoolsFlags.VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE;
    const only = (['uuid', 'name'] as const).filter((name) => args.flag(name));
    if (only.length > 0 && args.flag('details')) throw new CommandError(`Options --details and --${only[0]} are mutually exclusive`);
    for (const type of splitList(args.text('type') ?? '').filter((each) => each !== '')) {
      const bit = kinds.get(type);
      if (bit === undefined) throw new CommandError(`Invalid pool type '${type}'`);
      flags |= bit;
    }
    const { storage } = await shell.families();
    const pools = byName(await attempt(storage.connectListAllStoragePools(flags), 'Failed to list pools'));
    if (only.length > 0) {
      for (const pool of pools) shell.line(only.map((field) => (field === 'uuid' ? pool.uuid : pool.name.padEnd(20))).join(' '));
      return;
    }
    const rows: string[][] = [];
    for (const pool of pools) {
      const start = (await storage.storagePoolGetAutostart(pool)) ? 'yes' : 'no';
      if (!args.flag('details')) {
        rows.push([pool.name, (await storage.storagePoolIsActive(pool)) ? 'active' : 'inactive', start]);
        continue;
      }
      const info = await attempt(storage.storagePoolGetInfo(pool), 'Could not retrieve pool information');
      const sizes = info.state === 0 ? ['-', '-', '-'] : [info.capacity, info.allocation, info.available].map(shownSize);
      rows.push([pool.name, stateOf(info), start, (await storage.storagePoolIsPersistent(pool)) ? 'yes' : 'no', ...sizes]);
    }
    const heading = ['Name', 'State', 'Autostart'];
    if (args.flag('details')) heading.push('Persistent', 'Capacity', 'Allocation', 'Available');
    shell.print(table(heading, rows, shell.options.quiet));
  },
});

const poolInfo = command({
  name: 'pool-info',
  summary: 'storage pool information',
  description: 'Returns basic information about the storage pool.',
  options: {
    pool: poolOption,
    bytes: flag('Return pool info in bytes'),
  },
  async run(shell, args) {
    const ref = await findPool(shell, args);
    const { storage } = await shell.families();
    const row = (label: string, value: string): void => shell.line(`${`${label}:`.padEnd(15)} ${value}`);
    const size = args.flag('bytes') ? String : shownSize;
    row('Name', ref.name);
    row('UUID', ref.uuid);
    const info = await storage.storagePoolGetInfo(ref);
    row('State', stateOf(info));
    row('Persistent', (await storage.storagePoolIsPersistent(ref)) ? 'yes' : 'no');
    row('Autostart', (await storage.storagePoolGetAutostart(ref)) ? 'yes' : 'no');
    if (info.state === 2 || info.state === 3) {
      row('Capacity', size(info.capacity));
      row('Allocation', size(info.allocation));
      row('Available', size(info.available));
    }
  },
});

const poolName = command({
  name: 'pool-name',
  summary: 'convert a pool UUID to pool name',
  options: { pool: poolOption },
  async run(shell, args) {
    shell.line((await findPool(shell, args, ['uuid'])).name);
  },
});

const poolUuid = command({
  name: 'pool-uuid',
  summary: 'convert a pool name to pool UUID',
  options: { pool: poolOption },
  async run(shell, args) {
    shell.line((await findPool(shell, args, ['name'])).uuid);
  },
});

const poolDumpxml = command({
  name: 'pool-dumpxml',
  summary: 'pool information in XML',
  description: 'Output the pool information as an XML dump to stdout.',
  options: {
    pool: poolOption,
    inactive: flag('show inactive defined XML'),
    ...xpathOptions,
  },
  async run(shell, args) {
    const flags = flagsOf(args, { inactive: StorageXMLFlags.VIR_STORAGE_XML_INACTIVE });
    const ref = await findPool(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).storage.storagePoolGetXMLDesc(ref, flags));
  },
});

const poolCapabilities = command({
  name: 'pool-capabilities',
  summary: 'storage pool capabilities',
  description: 'Returns capabilities of storage pool support.',
  options: {},
  async run(shell) {
    const { storage } = await shell.families();
    shell.line(await attempt(storage.connectGetStoragePoolCapabilities(0), 'failed to get storage pool capabilities'));
  },
});

export const commands: readonly AnyCommand[] = [poolList, poolInfo, poolName, poolUuid, poolDumpxml, poolCapabilities];
