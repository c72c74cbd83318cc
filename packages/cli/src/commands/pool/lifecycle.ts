import type { StoragePoolRef, UserFamilies } from '@virtweave/core-api';
import { StoragePoolBuildFlags, StoragePoolCreateFlags, StoragePoolDefineFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt } from '../../errors.ts';
import { autostartCommand } from '../autostart.ts';
import { readDocument } from '../../files.ts';
import { flagsOf, exclusive } from '../../flags.ts';
import { flag } from '../../grammar/option.ts';
import { findPool } from '../../objects/pool.ts';
import { fileOption, poolOption } from './options.ts';

/** Options that also make what the pool is in, and what that asks for. */
const building = {
  build: StoragePoolCreateFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD,
  overwrite: StoragePoolCreateFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE,
  'no-overwrite': StoragePoolCreateFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE,
};

const poolAutostart = autostartCommand({
  name: 'pool-autostart',
  what: 'pool',
  summary: 'autostart a pool',
  description: 'Configure a pool to be automatically started at boot.',
  option: { pool: poolOption },
  async find(shell, args) {
    const ref = await findPool(shell, args);
    const { storage } = await shell.families();
    return (on) => storage.storagePoolSetAutostart(ref, on);
  },
});

const poolCreate = command({
  name: 'pool-create',
  summary: 'create a pool from an XML file',
  description: 'Create a pool.',
  options: {
    file: fileOption,
    build: flag('build the pool as normal'),
    'no-overwrite': flag('do not overwrite any existing data'),
    overwrite: flag('overwrite any existing data'),
  },
  async run(shell, args) {
    exclusive(args, 'overwrite', 'no-overwrite');
    const path = args.needed('file');
    const flags = flagsOf(args, building);
    const { storage } = await shell.families();
    const xml = await readDocument(path);
    const { name } = await attempt(storage.storagePoolCreateXML(xml, flags), `Failed to create pool from ${path}`);
    shell.extra(`Pool ${name} created from ${path}\n`);
  },
});

const poolDefine = command({
  name: 'pool-define',
  summary: 'define an inactive persistent storage pool or modify an existing persistent one from an XML file',
  description: 'Define or modify a persistent storage pool.',
  options: {
    file: fileOption,
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: StoragePoolDefineFlags.VIR_STORAGE_POOL_DEFINE_VALIDATE });
    const { storage } = await shell.families();
    const xml = await readDocument(path);
    const { name } = await attempt(storage.storagePoolDefineXML(xml, flags), `Failed to define pool from ${path}`);
    shell.extra(`Pool ${name} defined from ${path}\n`);
  },
});

const poolBuild = command({
  name: 'pool-build',
  summary: 'build a pool',
  description: 'Build a given pool.',
  options: {
    pool: poolOption,
    'no-overwrite': flag('do not overwrite any existing data'),
    overwrite: flag('overwrite any existing data'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      overwrite: StoragePoolBuildFlags.VIR_STORAGE_POOL_BUILD_OVERWRITE,
      'no-overwrite': StoragePoolBuildFlags.VIR_STORAGE_POOL_BUILD_NO_OVERWRITE,
    });
    const ref = await findPool(shell, args);
    const { storage } = await shell.families();
    await attempt(storage.storagePoolBuild(ref, flags), `Failed to build pool ${args.needed('pool')}`);
    shell.extra(`Pool ${args.needed('pool')} built\n`);
  },
});

const poolStart = command({
  name: 'pool-start',
  summary: 'start a (previously defined) inactive pool',
  description: 'Start a pool.',
  options: {
    pool: poolOption,
    build: flag('build the pool as normal'),
    'no-overwrite': flag('do not overwrite any existing data'),
    overwrite: flag('overwrite any existing data'),
  },
  async run(shell, args) {
    exclusive(args, 'overwrite', 'no-overwrite');
    const ref = await findPool(shell, args);
    const { storage } = await shell.families();
    await attempt(storage.storagePoolCreate(ref, flagsOf(args, building)), `Failed to start pool ${args.needed('pool')}`);
    shell.extra(`Pool ${args.needed('pool')} started\n`);
  },
});

/** A command that does one thing to a pool, and says so. */
function poolAction(
  { name, summary, description }: { readonly name: string; readonly summary: string; readonly description: string },
  verb: string,
  act: (storage: UserFamilies['storage'], pool: StoragePoolRef) => Promise<void>,
  done: string,
): AnyCommand {
  return command({
    name,
    summary,
    description,
    options: { pool: poolOption },
    async run(shell, args) {
      const ref = await findPool(shell, args);
      const { storage } = await shell.families();
      await attempt(act(storage, ref), `Failed to ${verb} pool ${args.needed('pool')}`);
      shell.extra(`Pool ${args.needed('pool')} ${done}\n`);
    },
  });
}

const poolRefresh = poolAction(
  { name: 'pool-refresh', summary: 'refresh a pool', description: 'Refresh a given pool.' },
  'refresh',
  (storage, pool) => storage.storagePoolRefresh(pool, 0),
  'refreshed',
);

const poolDestroy = poolAction(
  {
    name: 'pool-destroy',
    summary: 'destroy (stop) a pool',
    description: 'Forcefully stop a given pool. Raw data in the pool is untouched',
  },
  'destroy',
  (storage, pool) => storage.storagePoolDestroy(pool),
  'destroyed',
);

const poolDelete = poolAction(
  { name: 'pool-delete', summary: 'delete a pool', description: 'Delete a given pool.' },
  'delete',
  (storage, pool) => storage.storagePoolDelete(pool, 0),
  'deleted',
);

const poolUndefine = poolAction(
  { name: 'pool-undefine', summary: 'undefine an inactive pool', description: 'Undefine the configuration for an inactive pool.' },
  'undefine',
  (storage, pool) => storage.storagePoolUndefine(pool),
  'has been undefined',
);

export const commands: readonly AnyCommand[] = [poolAutostart, poolCreate, poolDefine, poolBuild, poolStart, poolRefresh, poolDestroy, poolDelete, poolUndefine];
