import type { StorageVolumeRef } from '@virtweave/core-api';
import type { StorageVol } from '@virtweave/core-conf';
import { testError } from '../errors.ts';
import type { Pools, TestPool } from './pools.ts';

/** A volume and where it lies. */
export interface FoundVolume {
  readonly pool: TestPool;
  readonly volume: StorageVol;
}

/** The pool of a reference: libvirt's test driver goes by the name. */
export function findPool(pools: Pools, { name }: { readonly name: string }): TestPool {
  return pools.list.getByName(name);
}

export function requireActive(pool: TestPool): TestPool {
  if (!pool.active) throw testError('VIR_ERR_OPERATION_INVALID', `storage pool '${pool.name}' is not active`);
  return pool;
}

/** A volume of an active pool. */
export function findVolume(pools: Pools, ref: { readonly pool: string; readonly name: string }): FoundVolume {
  const pool = requireActive(pools.list.getByName(ref.pool));
  const volume = pool.volumes.get(ref.name);
  if (volume === undefined) throw noVolume(`name '${ref.name}'`);
  return { pool, volume };
}

/** The volume of any active pool that answers to this. */
export function searchVolume(pools: Pools, matches: (volume: StorageVol) => boolean, what: string): FoundVolume {
  for (const pool of pools.list) {
    if (!pool.active) continue;
    for (const volume of pool.volumes.values()) if (matches(volume)) return { pool, volume };
  }
  throw noVolume(what);
}

/** What identifies a volume: its path, in the pools of this host. */
export function keyOf(volume: StorageVol): string {
  return volume.key ?? volume.target.path ?? volume.name;
}

export function volumeRef(pool: TestPool, volume: StorageVol): StorageVolumeRef {
  return { pool: pool.name, name: volume.name, key: keyOf(volume) };
}

function noVolume(what: string): Error {
  return testError('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching ${what}`);
}
