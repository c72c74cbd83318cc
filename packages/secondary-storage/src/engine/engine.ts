import type { Call, Peers, StoragePoolEvent } from '@virtweave/core-api';
import { localIdentity } from '@virtweave/core-api/driver';
import { EventHub, ObjectList } from '@virtweave/core-api/driver-kit';
import type { StoragePool } from '@virtweave/core-conf/storage';
import { JobLock, StateStore, acquireFolderLock, getLogger, type FolderLock, type Host, type Logger } from '@virtweave/core-util';
import type { Machine } from '../machine.ts';
import type { Scope } from '../scope.ts';
import { Pool } from './pool.ts';
import { parseStatus, parseStored, type PoolStatus } from './status.ts';

const log: Logger = getLogger('storage.storage_driver');

/**
 * The pools of one scope on one host. All connections of this process to the scope share it; another process is kept out
 * by the lock of the state folder.
 */
export class StorageEngine {
  readonly scope: Scope;
  readonly host: Host;
  readonly pools: ObjectList<Pool> = new ObjectList<Pool>({
    kind: 'storage pool',
    absent: 'VIR_ERR_NO_STORAGE_POOL',
    domain: 'VIR_FROM_STORAGE',
  });
  readonly events: EventHub<StoragePoolEvent> = new EventHub<StoragePoolEvent>(({ pool }) => pool.uuid);
  readonly definitions: StateStore;
  readonly statuses: StateStore;
  /** Held while names and places are given out, or given back. */
  readonly naming: JobLock = new JobLock({ timeout: Infinity, errorDomain: 'VIR_FROM_STORAGE' });
  /** Which boot of the machine this is: what was active in an earlier one is not any more. */
  readonly bootId: string;
  readonly #lock: FolderLock;
  readonly #underWay = new Set<Promise<unknown>>();

  private constructor(scope: Scope, host: Host, lock: FolderLock, definitions: StateStore, statuses: StateStore) {
    this.scope = scope;
    this.host = host;
    this.#lock = lock;
    this.bootId = lock.owner.bootId;
    this.definitions = definitions;
    this.statuses = statuses;
  }

  /** Takes the state folder, and reads all definitions. The pools that were active are looked at by the caller. */
  static async open(scope: Scope, host: Host, program: string): Promise<{ engine: StorageEngine; wereActive: readonly Pool[] }> {
    const lock = await acquireFolderLock(host, scope.folders.state, { program });
    try {
      const definitions = await StateStore.open(host, scope.folders.config, parseStored, { links: ['autostart'] });
      const statuses = await StateStore.open(host, scope.folders.run, parseStatus, { durable: false });
      const engine = new StorageEngine(scope, host, lock, definitions.store, statuses.store);
      for (const { path, error } of [...definitions.damaged, ...statuses.damaged]) log.error(`${path}: ${String(error)}`);
      for (const definition of definitions.entries.values()) {
        engine.#addDefined(definition, definitions.links.get('autostart')?.has(definition.name) ?? false);
      }
      return { engine, wereActive: await engine.#readStatuses(statuses.entries) };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** The locked folder, links followed. */
  get folder(): string {
    return this.#lock.folder;
  }

  /** What a call works with. */
  machine(peers: Peers, call: Call): Machine {
    return { host: this.host, peers, call, runFolder: this.scope.folders.run };
  }

  /** The same for what nobody has called for. */
  ownMachine(peers: Peers): Machine {
    return this.machine(peers, { identity: localIdentity() });
  }

  emit(pool: Pool, event: number): void {
    this.events.emit({ kind: 'lifecycle', pool: pool.ref, event, detail: 0 });
  }

  refreshed(pool: Pool): void {
    this.events.emit({ kind: 'refresh', pool: pool.ref });
  }

  /** Closing waits for the end of this work. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  /** Leaves the pools as they are and gives the state folder back, when what is under way is finished. */
  async close(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    await this.definitions.settled();
    await this.statuses.settled();
    await this.#lock.release();
  }

  #addDefined(definition: StoragePool, autostart: boolean): void {
    if (this.pools.byUuid(definition.uuid ?? '') !== undefined) {
      log.error(`storage pool '${definition.name}' has the UUID ${definition.uuid ?? ''} of another pool`);
      return;
    }
    const pool = new Pool(definition);
    pool.persistent = true;
    pool.autostart = autostart;
    this.pools.add(pool);
  }

  /** Pools that an earlier process of this boot left active. */
  async #readStatuses(statuses: ReadonlyMap<string, PoolStatus>): Promise<readonly Pool[]> {
    const found: Pool[] = [];
    for (const [name, { bootId, definition }] of statuses) {
      if (bootId !== this.bootId) {
        await this.statuses.delete(name);
        continue;
      }
      let pool = this.pools.byUuid(definition.uuid ?? '');
      if (pool === undefined) this.pools.add((pool = new Pool(definition)));
      else {
        pool.next = pool.definition;
        pool.definition = definition;
      }
      found.push(pool);
    }
    return found;
  }
}
