import type { Call, Peers, StoragePoolEvent, StoragePoolRef, StorageVolumeRef } from '@virtweave/core-api';
import type { Job } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';
import type { StorageEngine } from '../engine/engine.ts';
import type { Pool, Volume } from '../engine/pool.ts';
import { invalidState, storageError } from '../errors.ts';
import type { Machine } from '../machine.ts';

/** A volume and the active pool that it is in. */
export interface FoundVolume {
  readonly pool: Pool;
  readonly volume: Volume;
}

const eventKinds = ['lifecycle', 'refresh'] as const;

/** One connection to the pools of a scope. */
export class Session {
  readonly engine: StorageEngine;
  readonly #peers: Peers;
  readonly #listeners = new Set<number>();

  constructor(engine: StorageEngine, peers: Peers) {
    this.engine = engine;
    this.#peers = peers;
  }

  machine(call: Call): Machine {
    return this.engine.machine(this.#peers, call);
  }

  find(ref: StoragePoolRef): Pool {
    return this.engine.pools.get(ref);
  }

  /** A pool that is active. */
  active(ref: StoragePoolRef): Pool {
    return requireActive(this.find(ref));
  }

  /** One change of a pool after the other; `operation` is libvirt's name of the function. */
  async change<T>(pool: Pool, operation: string, call: Call, body: (machine: Machine, job: Job) => Promise<T>): Promise<T> {
    const run = pool.lock.run(
      'modify',
      operation,
      (job) => {
        if (pool.removed) throw this.engine.pools.absent(`uuid '${pool.uuid}' (${pool.name})`);
        return body(this.machine(call), job);
      },
      { signal: call.signal },
    );
    return this.engine.track(run);
  }

  /** Something of the pool is made or transferred, while others may look at it. */
  async work<T>({ pool, volume }: FoundVolume, building: boolean, body: () => Promise<T>): Promise<T> {
    const end = this.begin({ pool, volume }, building);
    try {
      return await this.engine.track(body());
    } finally {
      end();
    }
  }

  /** The same for what ends later: call what it gives, once. */
  begin({ pool, volume }: FoundVolume, building: boolean): () => void {
    pool.asyncJobs += 1;
    if (building) volume.building = true;
    else volume.users += 1;
    return () => {
      pool.asyncJobs -= 1;
      if (building) volume.building = false;
      else volume.users -= 1;
    };
  }

  volume(ref: StorageVolumeRef): FoundVolume {
    const pool = requireActive(this.engine.pools.getByName(ref.pool));
    const volume = pool.volumes.get(ref.name);
    if (volume === undefined) throw noVolume(`name '${ref.name}'`);
    return { pool, volume };
  }

  /** The volume of any active pool that answers to this. */
  searchVolume(matches: (volume: Volume) => boolean): FoundVolume | undefined {
    for (const pool of this.engine.pools) {
      if (!pool.active) continue;
      for (const volume of pool.volumes.values()) if (matches(volume)) return { pool, volume };
    }
    return undefined;
  }

  listen(pool: StoragePoolRef | undefined, eventID: number, callback: (event: StoragePoolEvent) => void): number {
    const kind = eventKinds[eventID];
    if (kind === undefined) throw new VirtError('VIR_ERR_INVALID_ARG', `eventID ${eventID} is not known`);
    const id = this.engine.events.register(kind, pool?.uuid, callback);
    this.#listeners.add(id);
    return id;
  }

  unlisten(id: number): void {
    if (!this.#listeners.delete(id)) throw new VirtError('VIR_ERR_INVALID_ARG', `could not find event callback ${id} for deletion`);
    this.engine.events.deregister(id);
  }

  /** Nobody listens any more. */
  close(): void {
    for (const id of this.#listeners) this.engine.events.deregister(id);
    this.#listeners.clear();
  }
}

export function requireActive(pool: Pool): Pool {
  if (!pool.active) throw invalidState(`storage pool '${pool.name}' is not active`);
  return pool;
}

export function requireInactive(pool: Pool, already: 'already' | 'still'): Pool {
  if (pool.active) throw invalidState(`storage pool '${pool.name}' is ${already} active`);
  return pool;
}

/** Nobody reads or writes the volume, or makes it. */
export function requireFree({ definition, users, building }: Volume): void {
  if (users > 0) throw invalidState(`volume '${definition.name}' is still in use.`);
  if (building) throw invalidState(`volume '${definition.name}' is still being allocated.`);
}

export function noVolume(what: string): VirtError {
  return storageError('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching ${what}`);
}

export function volumeRef(pool: Pool, { definition: { name, key, target } }: Volume): StorageVolumeRef {
  return { pool: pool.name, name, key: key ?? target.path ?? name };
}
