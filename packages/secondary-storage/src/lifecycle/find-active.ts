import { getLogger, type Logger } from '@virtweave/core-util';
import type { StorageEngine } from '../engine/engine.ts';
import type { Pool } from '../engine/pool.ts';
import type { Machine } from '../machine.ts';
import { backendOf } from './backend-of.ts';

const log: Logger = getLogger('storage.storage_driver');

/** Looks at the pools that an earlier process left active. One that is gone, or cannot be looked at, is not active any more. */
export async function findActivePools(engine: StorageEngine, pools: readonly Pool[], machine: Machine): Promise<void> {
  await Promise.all(pools.map((pool) => findActive(engine, pool, machine)));
}

async function findActive(engine: StorageEngine, pool: Pool, machine: Machine): Promise<void> {
  try {
    const backend = await backendOf(pool.definition);
    if ((await backend.isActive?.(pool.definition, machine)) ?? true) {
      pool.fill(await backend.look(pool.definition, machine));
      pool.active = true;
      return;
    }
  } catch (error) {
    log.error(`Failed to initialize storage pool '${pool.name}': ${String(error)}`);
  }
  await engine.statuses.delete(pool.name);
  pool.stopped();
  if (pool.persistent) return;
  pool.removed = true;
  engine.pools.remove(pool);
}
