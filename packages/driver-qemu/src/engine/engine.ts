import type { DomainEvent } from '@virtweave/core-api';
import { ObjectList, domainEventHub, type EventHub } from '@virtweave/core-api/driver-kit';
import { StateStore, acquireFolderLock, getLogger, type FolderLock, type Host, type Logger } from '@virtweave/core-util';
import { QemuCapabilitiesCache } from '../capabilities/index.ts';
import type { Scope } from '../scope.ts';
import { version } from '../version.ts';
import { parseStored } from './definitions.ts';
import { Guest } from './guest.ts';

const log: Logger = getLogger('qemu.qemu_driver');

/**
 * The guests of one scope on one host. All connections of this process to the scope share it; another process is kept out
 * by the lock of the state folder.
 */
export class QemuEngine {
  readonly scope: Scope;
  readonly host: Host;
  readonly guests: ObjectList<Guest> = new ObjectList<Guest>({
    kind: 'domain',
    absent: 'VIR_ERR_NO_DOMAIN',
    domain: 'VIR_FROM_QEMU',
  });
  readonly events: EventHub<DomainEvent> = domainEventHub();
  readonly capabilities: QemuCapabilitiesCache;
  readonly definitions: StateStore;
  readonly statuses: StateStore;
  /** Asked once. */
  hostArch: Promise<string> | undefined;
  /** Ports of graphics servers that were given to guests that are starting. */
  readonly takenPorts: Set<number> = new Set();
  readonly #lock: FolderLock;
  #lastId = 0;
  readonly #background = new Set<Promise<void>>();

  private constructor(scope: Scope, host: Host, lock: FolderLock, definitions: StateStore, statuses: StateStore) {
    this.scope = scope;
    this.host = host;
    this.#lock = lock;
    this.definitions = definitions;
    this.statuses = statuses;
    this.capabilities = new QemuCapabilitiesCache({
      host,
      folder: `${scope.folders.cache}/capabilities`,
      runFolder: `${scope.folders.run}/probe`,
      version,
    });
  }

  /** Takes the state folder, and reads all definitions and statuses. Guests that run are found again by the caller. */
  static async open(scope: Scope, host: Host, signal?: AbortSignal): Promise<{ engine: QemuEngine; statuses: ReadonlyMap<string, string> }> {
    const lock = await acquireFolderLock(host, scope.folders.state, { program: 'virtweave', ...(signal && { signal }) });
    try {
      const call = signal === undefined ? {} : { signal };
      const definitions = await StateStore.open(host, scope.folders.config, (text) => parseStored(text), { links: ['autostart'], ...call });
      const statuses = await StateStore.open(host, scope.folders.run, (text) => text, call);
      const engine = new QemuEngine(scope, host, lock, definitions.store, statuses.store);
      const autostart = definitions.links.get('autostart') ?? new Set<string>();
      for (const [name, definition] of definitions.entries) {
        const guest = new Guest(name, definition.uuid as string);
        guest.definition = definition;
        guest.autostart = autostart.has(name);
        engine.guests.add(guest);
      }
      for (const { path, error } of [...definitions.damaged, ...statuses.damaged]) log.error(`${path}: ${String(error)}`);
      return { engine, statuses: new Map(statuses.entries) };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Numbers of running guests count up and are not used again. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  idTaken(id: number): void {
    this.#lastId = Math.max(this.#lastId, id);
  }

  /** Work that nobody waits for. Its failure is logged; closing waits for its end. */
  inBackground(what: string, work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => log.error(`${what}: ${String(error)}`))
      .finally(() => this.#background.delete(done));
    this.#background.add(done);
  }

  /** Leaves the guests running and gives the state folder back. */
  async close(): Promise<void> {
    await Promise.all(this.#background);
    await Promise.all(Array.from(this.guests, async ({ ending }) => ending));
    for (const guest of this.guests) {
      guest.running?.monitor.close();
      // The next owner of the state deals with its end, which we may hear of, too.
      guest.running = undefined;
    }
    await this.definitions.settled();
    await this.statuses.settled();
    await this.#lock.release();
  }
}
