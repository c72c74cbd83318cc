import { StoragePoolEventLifecycleType } from '@virtweave/core-api/constants';
import { formatStoragePool, type StoragePool } from '@virtweave/core-conf/storage';
import { getLogger, type Logger } from '@virtweave/core-util';
import type { BuildOptions } from '../backends/backend.ts';
import type { StorageEngine } from '../engine/engine.ts';
import { Pool } from '../engine/pool.ts';
import { sourceKeys } from '../engine/source-keys.ts';
import { invalidState, storageError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { checkIdle, startPool } from './start.ts';

const log: Logger = getLogger('storage.storage_driver');

const { VIR_STORAGE_POOL_EVENT_DEFINED: defined, VIR_STORAGE_POOL_EVENT_UNDEFINED: undefinedEvent } = StoragePoolEventLifecycleType;

/** Makes a definition persistent, or replaces it. */
export async function definePool(engine: StorageEngine, definition: StoragePool): Promise<Pool> {
  return engine.naming.run('modify', 'virStoragePoolDefineXML', async () => {
    checkUnique(engine, definition, false);
    await engine.definitions.put(definition.name, formatStoragePool(definition));
    // It may have stopped meanwhile.
    const pool = engine.pools.byUuid(definition.uuid ?? '') ?? new Pool(definition);
    if (pool.active) pool.next = definition;
    else pool.definition = definition;
    pool.persistent = true;
    engine.pools.add(pool);
    engine.emit(pool, defined);
    return pool;
  });
}

/** A pool that is active at once: a new one, which is gone when it stops, or a defined one that is not active. */
export async function createPool(engine: StorageEngine, definition: StoragePool, machine: Machine, build?: BuildOptions): Promise<Pool> {
  const pool = await engine.naming.run('modify', 'virStoragePoolCreateXML', () => {
    const found = checkUnique(engine, definition, true) ?? new Pool(definition);
    engine.pools.add(found); // at once: nobody else may take its name or its place
    return found;
  });
  return pool.lock.run('modify', 'virStoragePoolCreateXML', async () => {
    if (pool.active) throw invalidState(`pool is already active as '${pool.name}'`);
    const before = pool.definition;
    pool.definition = definition;
    if (pool.persistent) pool.next = before;
    try {
      await startPool(engine, pool, machine, build);
      return pool;
    } catch (error) {
      pool.definition = before;
      pool.next = undefined;
      if (!pool.persistent) {
        pool.removed = true;
        engine.pools.remove(pool);
      }
      throw error;
    }
  });
}

/** Forgets a pool that is not active. What it holds stays where it is. */
export async function undefinePool(engine: StorageEngine, pool: Pool): Promise<void> {
  if (pool.active) throw invalidState(`storage pool '${pool.name}' is still active`);
  checkIdle(pool);
  await engine.naming.run('modify', 'virStoragePoolUndefine', async () => {
    await forget(engine, pool);
    pool.removed = true;
    engine.pools.remove(pool);
    engine.emit(pool, undefinedEvent);
  });
}

/** A link that stays behind without a definition means nothing, and goes with the next look at the folder. */
async function forget({ definitions }: StorageEngine, { name }: Pool): Promise<void> {
  try {
    await definitions.delete(name);
  } catch (error) {
    if ((await definitions.get(name)) !== undefined) throw error;
    log.error(`storage pool '${name}' is undefined, but not all of it could be removed: ${String(error)}`);
  }
}

/** The pool that a definition would replace, or undefined; libvirt's errors when a name, a UUID or a place is another's. */
function checkUnique(engine: StorageEngine, definition: StoragePool, mustBeInactive: boolean): Pool | undefined {
  const { name, uuid = '' } = definition;
  const same = engine.pools.byUuid(uuid);
  if (same === undefined) {
    const namesake = engine.pools.byName(name);
    if (namesake !== undefined) throw taken(`pool '${name}' already exists with uuid ${namesake.uuid}`);
  } else {
    if (same.name !== name) throw taken(`pool '${same.name}' is already defined with uuid ${same.uuid}`);
    if (mustBeInactive && same.active) throw invalidState(`pool is already active as '${same.name}'`);
  }
  const keys = new Set(sourceKeys(definition));
  for (const pool of engine.pools) {
    if (pool === same) continue;
    if (sourceKeys(pool.definition).some((key) => keys.has(key))) throw taken(`Storage source conflict with pool: '${pool.name}'`);
  }
  return same;
}

function taken(detail: string): Error {
  return storageError('VIR_ERR_OPERATION_FAILED', detail);
}
