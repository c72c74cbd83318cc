import { StoragePoolEventLifecycleType } from '@virtweave/core-api/constants';
import type { Backend, BuildOptions } from '../backends/backend.ts';
import type { StorageEngine } from '../engine/engine.ts';
import type { Pool } from '../engine/pool.ts';
import { formatStatus } from '../engine/status.ts';
import { storageError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { backendOf } from './backend-of.ts';

const { VIR_STORAGE_POOL_EVENT_STARTED: started, VIR_STORAGE_POOL_EVENT_STOPPED: stopped } = StoragePoolEventLifecycleType;

/**
 * Starts a pool and looks at it. Its status is on the disk before anything happens, so that a death in between leaves a pool
 * that the next process looks for.
 */
export async function startPool(engine: StorageEngine, pool: Pool, machine: Machine, build?: BuildOptions): Promise<void> {
  const { definition } = pool;
  const backend = await backendOf(definition);
  if (build !== undefined) await backend.build?.(definition, build, machine);
  await engine.statuses.put(pool.name, formatStatus({ bootId: engine.bootId, definition }));
  let begun = false;
  try {
    await backend.start?.(definition, machine);
    begun = true;
    pool.fill(await backend.look(definition, machine));
  } catch (error) {
    if (begun) await backend.stop?.(definition, { ...machine, call: { identity: machine.call.identity } }).catch(() => undefined);
    await engine.statuses.delete(pool.name);
    throw error;
  }
  pool.active = true;
  engine.emit(pool, started);
}

/** Stops a pool. A transient one is gone afterwards. */
export async function stopPool(engine: StorageEngine, pool: Pool, machine: Machine): Promise<void> {
  checkIdle(pool);
  await (await backendOf(pool.definition)).stop?.(pool.definition, machine);
  await endPool(engine, pool);
}

/** Looks at a pool once more. One that cannot be looked at is stopped. */
export async function refreshPool(engine: StorageEngine, pool: Pool, machine: Machine): Promise<void> {
  checkIdle(pool);
  const backend = await backendOf(pool.definition);
  try {
    pool.fill(await backend.look(pool.definition, machine));
  } catch (error) {
    if (machine.call.signal?.aborted !== true) await giveUp(engine, pool, backend, machine);
    throw error;
  }
  engine.refreshed(pool);
}

async function giveUp(engine: StorageEngine, pool: Pool, backend: Backend, machine: Machine): Promise<void> {
  // What is broken may not even stop: the error of the look is what the caller hears of.
  await backend.stop?.(pool.definition, machine).catch(() => undefined);
  await endPool(engine, pool);
}

async function endPool(engine: StorageEngine, pool: Pool): Promise<void> {
  await engine.statuses.delete(pool.name);
  pool.stopped();
  if (!pool.persistent) {
    pool.removed = true;
    engine.pools.remove(pool);
  }
  engine.emit(pool, stopped);
}

/** Nothing of the pool is being made or transferred. */
export function checkIdle(pool: Pool): void {
  if (pool.asyncJobs > 0) throw storageError('VIR_ERR_INTERNAL_ERROR', `pool '${pool.name}' has asynchronous jobs running.`);
}
