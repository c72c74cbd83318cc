import {
  connect,
  type ConnectOptions,
  type Connection,
  type ConnectionEvent,
  type Domain,
  type DomainState,
  type EventStream,
  type GapEvent,
} from '@virtweave/core-api';
import { randomUuid } from '@virtweave/core-util';
import { fail } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SuiteExpect } from './expect.ts';
import { samples } from './samples.ts';
import type { ContractMember, FamilySamples, Place, Subject } from './subject.ts';

/** What one test works with. */
export class Kit {
  readonly expect: SuiteExpect;
  readonly subject: Subject;
  readonly #place: Place;
  readonly #has: (member: ContractMember) => boolean;
  readonly #connections: Connection[] = [];
  /** Guests of which a stream told that they run. */
  readonly #running = new WeakMap<EventStream<ConnectionEvent>, Set<string>>();
  #names = 0;

  constructor(subject: Subject, place: Place, has: (member: ContractMember) => boolean, expect: SuiteExpect) {
    this.subject = subject;
    this.expect = expect;
    this.#place = place;
    this.#has = has;
  }

  has(...members: readonly ContractMember[]): boolean {
    return members.every((member) => this.#has(member));
  }

  /** A connection to the test's own place; closed at its end. */
  async connect(options: ConnectOptions = {}): Promise<Connection> {
    const { uri, options: own } = this.#place;
    const connection = await connect(uri, { ...own, ...options, drivers: [this.subject.driver] });
    this.#connections.push(connection);
    return connection;
  }

  /** A name that no other guest of the test has. */
  name(): string {
    this.#names += 1;
    return `guest-${this.#names}`;
  }

  /** The document of a sample guest. */
  sample(name: string = this.name(), uuid: string = randomUuid()): string {
    return this.subject.sample({ name, uuid });
  }

  /** A document of what the driver manages beside domains. */
  get documents(): FamilySamples {
    return { ...samples, ...this.subject.samples };
  }

  /** A sample guest, defined. */
  define(connection: Connection, name?: string): Promise<Domain> {
    return connection.defineXML(this.sample(name));
  }

  /** A sample guest that runs. */
  async running(connection: Connection, name?: string): Promise<Domain> {
    const domain = await this.define(connection, name);
    await domain.start();
    return domain;
  }

  /** A sample guest that runs and obeys. */
  async obedient(connection: Connection, name?: string): Promise<Domain> {
    const domain = await this.running(connection, name);
    await this.subject.ready?.(domain);
    return domain;
  }

  /** Waits until a guest is in a state. */
  async until(domain: Domain, wanted: DomainState): Promise<void> {
    let seen: DomainState | undefined;
    const end = Date.now() + this.#patience;
    do {
      seen = (await domain.state()).state;
      if (seen === wanted) return;
      await sleep(10);
    } while (Date.now() < end);
    fail(`${domain.name} is still ${seen}, not ${wanted}`);
  }

  /** The next event; fails when none comes. */
  async next<E>(events: EventStream<E>): Promise<E | GapEvent> {
    const late = new AbortController();
    const timer = sleep(this.#patience, undefined, { signal: late.signal, ref: false }).catch(() => undefined);
    const result = await Promise.race([events.next(), timer]);
    late.abort();
    if (result === undefined) return fail('no event came');
    if (result.done === true) return fail('the stream of events has ended');
    return result.value;
  }

  /**
   * The next lifecycle events as `name event detail`. Some hypervisors (libvirt's QEMU driver, too) make a guest with its
   * processors stopped, and tell first that they go on and then that it was started: that is left out. So is what QEMU may say
   * before it is gone: that the host told it to shut down.
   */
  async lifecycle(events: EventStream<ConnectionEvent>, count: number): Promise<readonly string[]> {
    const seen: string[] = [];
    const running = this.#running.get(events) ?? new Set();
    this.#running.set(events, running);
    while (seen.length < count) {
      const event = await this.next(events);
      if (event.kind !== 'lifecycle') continue;
      const { name } = event.domain;
      if (event.event === 'resumed' && !running.has(name)) continue;
      if (event.event === 'shutdown' && event.detail === 'host') continue;
      if (event.event === 'started' || event.event === 'suspended') running.add(name);
      if (event.event === 'stopped') running.delete(name);
      seen.push(`${name} ${event.event} ${event.detail}`);
    }
    return seen;
  }

  /** Names in the order of the alphabet. */
  namesOf(domains: readonly { readonly name: string }[]): readonly string[] {
    return domains.map(({ name }) => name).sort();
  }

  /** Stops what runs, closes what is open, removes the place. */
  async end(): Promise<void> {
    for (const connection of this.#connections) {
      if (!connection.closed) await this.#clear(connection);
    }
    await Promise.all(this.#connections.map((connection) => connection.close()));
    await this.#place.dispose?.();
  }

  /** Guests outlive their connections; those of a test must not. */
  async #clear(connection: Connection): Promise<void> {
    if (this.has('connectListAllNetworks', 'networkDestroy'))
      for (const network of await connection.listAllNetworks({ active: true })) await network.destroy().catch(() => undefined);
    if (!this.has('connectListAllDomains', 'domainDestroyFlags')) return;
    for (const domain of await connection.listAllDomains({ active: true })) await domain.destroy().catch(() => undefined);
  }

  get #patience(): number {
    return this.subject.patience ?? 10_000;
  }
}
