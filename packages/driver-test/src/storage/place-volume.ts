import type { StorageVol } from '@virtweave/core-conf';
import { testError } from '../errors.ts';
import type { TestPool } from './pools.ts';

/** Puts a new volume into a pool that has room for it. Where it lies follows from the pool and its name. */
export function placeVolume(pool: TestPool, definition: StorageVol): StorageVol {
  const { name, allocation = 0 } = definition;
  if (pool.volumes.has(name)) throw testError('VIR_ERR_OPERATION_FAILED', 'storage vol already exists');
  if (BigInt(allocation) > pool.available)
    throw testError('VIR_ERR_INTERNAL_ERROR', `Not enough free space in pool for volume '${name}'`);
  const path = `${pool.definition.target?.path ?? ''}/${name}`;
  const volume: StorageVol = { ...definition, type: 'file', key: path, target: { ...definition.target, path } };
  pool.add(volume);
  return volume;
}

/** Puts a volume of a node's document into its pool: one that says where it lies, lies there. */
export function adoptVolume(pool: TestPool, definition: StorageVol): void {
  const path = definition.target.path ?? `${pool.definition.target?.path ?? ''}/${definition.name}`;
  pool.add({ ...definition, key: definition.key ?? path, target: { ...definition.target, path } });
}
