import { getLogger, type Logger } from '@virtweave/core-util';
import type { StorageEngine } from '../engine/engine.ts';
import type { Machine } from '../machine.ts';
import { startPool } from './start.ts';

const log: Logger = getLogger('storage.storage_driver');

/**
 * Starts the pools that start with the host, once in each boot of it: a pool that was stopped on purpose stays so when only
 * our process comes anew. One that cannot start is reported to the log, and the others start all the same.
 */
export async function autostartPools(engine: StorageEngine, machine: Machine): Promise<void> {
  const { host, scope, bootId } = engine;
  const marker = `${scope.folders.run}/autostarted`;
  const done = (await host.stat(marker)) === undefined ? '' : (await host.readFile(marker, { maxBytes: 4096 })).toString('latin1').trim();
  if (done === bootId) return;
  await host.writeFile(marker, `${bootId}\n`, { durable: false });
  const pools = [...engine.pools].filter(({ autostart, active }) => autostart && !active);
  await Promise.all(
    pools.map(async (pool) => {
      try {
        await startPool(engine, pool, machine);
      } catch (error) {
        log.error(`Failed to autostart storage pool '${pool.name}': ${String(error)}`);
      }
    }),
  );
}
