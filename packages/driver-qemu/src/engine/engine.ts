import type { DomainEvent, Peers } from '@virtweave/core-api';
import { EventHub, ObjectList, domainEventHub } from '@virtweave/core-api/driver-kit';
import { StateStore, acquireFolderLock, getLogger, isVirtError, type FolderLock, type Host, type Logger } from '@virtweave/core-util';
import { QemuCapabilitiesCache } from '../capabilities/index.ts';
import type { MonitorEvent } from './monitor-event.ts';
import type { Scope } from '../scope.ts';
import { version } from '../version.ts';
import { parseStored } from './definitions.ts';
import { Guest } from './guest.ts';
import { parseStatus, type GuestStatus } from './status.ts';
import { timeoutsOf, type Timeouts } from './timeouts.ts';
import { dropTwins } from './twins.ts';

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
  /** What QEMUs say, as they say it. */
  readonly monitorEvents: EventHub<MonitorEvent> = new EventHub(({ domain }) => domain.uuid);
  readonly capabilities: QemuCapabilitiesCache;
  readonly definitions: StateStore;
  readonly statuses: StateStore;
  /** Asked once. */
  hostArch: Promise<string> | undefined;
  /** Ports of graphics servers that were given to guests that are starting. */
  readonly takenPorts: Set<number> = new Set();
  /** Which boot of the machine this is: processes of earlier ones are gone, whoever has their pids now. */
  readonly bootId: string;
  readonly timeouts: Timeouts;
  /** Other drivers and services, through the connection that was opened last: guests outlive all of them. */
  peers: Peers;
  /** The state folder may be another process's by now: nothing is touched any more. */
  closed = false;
  readonly #lock: FolderLock;
  #lastId = 0;
  readonly #background = new Set<Promise<void>>();

  private constructor(scope: Scope, host: Host, lock: FolderLock, definitions: StateStore, statuses: StateStore, timeouts: Timeouts, peers: Peers) {
    this.peers = peers;
    this.timeouts = timeouts;
    this.bootId = lock.owner.bootId;
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
  static async open(scope: Scope, host: Host, { peers, config = {}, lockProgram: program = 'virtweave' }: EngineOptions): Promise<OpenedEngine> {
    const timeouts = timeoutsOf(config);
    const lock = await acquireFolderLock(host, scope.folders.state, { program });
    try {
      const definitions = await StateStore.open(host, scope.folders.config, parseStored, { links: ['autostart'] });
      const statuses = await StateStore.open(host, scope.folders.run, parseStatus);
      const engine = new QemuEngine(scope, host, lock, definitions.store, statuses.store, timeouts, peers);
      const autostart = new Set(definitions.links.get('autostart'));
      for (const [name, definition] of await dropTwins(host, definitions.store, definitions.entries, autostart)) {
        const guest = new Guest(name, definition.uuid as string);
        guest.definition = definition;
        guest.autostart = autostart.has(name);
        engine.guests.add(guest);
      }
      for (const { path, error } of [...definitions.damaged, ...statuses.damaged]) log.error(`${path}: ${String(error)}`);
      return { engine, statuses: statuses.entries, allRead: statuses.damaged.length === 0 };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Real path of the state folder. */
  get folder(): string {
    return this.#lock.folder;
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

  /** Leaves the guests running and gives the state folder back, when what is under way is finished. */
  async close(): Promise<void> {
    const busy = [...this.guests].filter(({ lock }) => lock.job !== undefined || lock.waiting > 0);
    await Promise.all(busy.map(({ lock }) => lock.run('modify', 'connectClose', () => undefined).catch(ignoreTimeout)));
    while (this.#background.size > 0) await Promise.all(this.#background);
    await Promise.all(Array.from(this.guests, async ({ ending }) => ending));
    this.closed = true;
    for (const guest of this.guests) {
      guest.running?.monitor.close();
      guest.running?.agent.closed();
      // The next owner of the state deals with its end, which we may hear of, too.
      guest.running = undefined;
    }
    await this.definitions.settled();
    await this.statuses.settled();
    await this.#lock.release();
  }
}

export interface EngineOptions {
  readonly peers: Peers;
  readonly config?: Readonly<Record<string, unknown>>;
  /** What the process calls itself in the lock. */
  readonly lockProgram?: string;
}

interface OpenedEngine {
  readonly engine: QemuEngine;
  readonly statuses: ReadonlyMap<string, GuestStatus>;
  /** Every status could be read: what is not named in one is nobody's. */
  readonly allRead: boolean;
}

/** A job that hangs is left behind. */
function ignoreTimeout(error: unknown): void {
  if (!isVirtError(error)) throw error;
  log.warning(`closing while a job is under way: ${error.message}`);
}
