import type { Call } from '@virtweave/core-api';
import type { RpcClient } from '@virtweave/core-rpc';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import { untilAborted } from '../until-aborted.ts';
import type { EventSource } from './source.ts';

/** What somebody listens to. */
export interface Subscription {
  readonly source: EventSource;
  /** Of what, beside the kind: an object, a pattern. Servers register nothing twice. */
  readonly of: string;
  deliver(event: unknown): void;
  /** Tells a server; its answer has the id under which events come. */
  register(client: RpcClient): Promise<{ readonly callbackID: number }>;
  deregister(client: RpcClient, callbackID: number): Promise<unknown>;
}

/** One registration with the server, for all who listen to the same. */
interface Registration {
  readonly subscription: Subscription;
  readonly listeners: Map<number, (event: unknown) => void>;
  callbackID: number | undefined;
  registering: Promise<unknown>;
}

/**
 * Who listens to what. The ids that callers get are ours: those of the server change when the connection is made anew, and
 * belong to all who listen to the same.
 */
export class Subscriptions {
  readonly #client: (call?: Call) => RpcClient | Promise<RpcClient>;
  readonly #registrations = new Map<EventSource, Map<string, Registration>>();
  readonly #byId = new Map<number, Registration>();
  #nextId = 0;

  constructor(client: (call?: Call) => RpcClient | Promise<RpcClient>) {
    this.#client = client;
  }

  async add(subscription: Subscription, call: Call): Promise<number> {
    const current = this.#client(call);
    // Sent at once when it can be: what is called next comes behind it.
    const client = current instanceof Promise ? await current : current;
    const id = this.#nextId;
    this.#nextId += 1;
    const registration = this.#registration(client, subscription);
    registration.listeners.set(id, (event) => subscription.deliver(event));
    this.#byId.set(id, registration);
    try {
      await untilAborted(registration.registering, call.signal);
      return id;
    } catch (error) {
      // After an abort the server may register all the same: what nobody listens to any more is taken back then.
      this.#forget(id, registration).catch(() => {}); // nobody waits for it
      throw error;
    }
  }

  async remove(id: number): Promise<void> {
    const registration = this.#byId.get(id);
    if (registration === undefined)
      throw new VirtError('VIR_ERR_INVALID_ARG', `could not find event callback ${id} for deletion`);
    await this.#forget(id, registration);
  }

  /** A new connection: everything is registered once more, and listeners are told that something may be missing. */
  async renew(client: RpcClient): Promise<void> {
    for (const registrations of this.#registrations.values())
      for (const registration of registrations.values()) this.#register(client, registration);
    await Promise.all(this.#all().map(({ registering }) => registering));
    this.lost(0);
  }

  /** So many events were lost; 0 for nobody knows how many. Listening goes on: those who list again have the truth. */
  lost(lost: number): void {
    for (const { listeners } of this.#all()) for (const listener of [...listeners.values()]) listener({ kind: 'gap', lost });
  }

  clear(): void {
    this.#registrations.clear();
    this.#byId.clear();
  }

  #all(): Registration[] {
    return [...this.#registrations.values()].flatMap((registrations) => [...registrations.values()]);
  }

  #registration(client: RpcClient, subscription: Subscription): Registration {
    const same = this.#registrations.get(subscription.source) ?? new Map<string, Registration>();
    this.#registrations.set(subscription.source, same);
    const known = same.get(subscription.of);
    if (known !== undefined) return known;
    const registration: Registration = { subscription, listeners: new Map(), callbackID: undefined, registering: Promise.resolve() };
    same.set(subscription.of, registration);
    this.#listen(client, subscription.source);
    this.#register(client, registration);
    return registration;
  }

  #register(client: RpcClient, registration: Registration): void {
    this.#listen(client, registration.subscription.source);
    registration.callbackID = undefined;
    const registering = registration.subscription.register(client);
    registration.registering = registering.then(
      ({ callbackID }) => (registration.callbackID = callbackID),
      (error: unknown) => {
        throw unsupported(error);
      },
    );
    registration.registering.catch(() => {}); // those who wait for it are told
  }

  /** The last who leaves takes the registration along. */
  async #forget(id: number, registration: Registration): Promise<void> {
    const { listeners, subscription } = registration;
    this.#byId.delete(id);
    listeners.delete(id);
    if (listeners.size > 0) return;
    const same = this.#registrations.get(subscription.source);
    if (same?.get(subscription.of) === registration) same.delete(subscription.of);
    await registration.registering;
    const client = await this.#client();
    if (registration.callbackID !== undefined) await subscription.deregister(client, registration.callbackID);
  }

  #listen(client: RpcClient, source: EventSource): void {
    client.listen(source.message, (message) => {
      const { callbackID, event } = source.read(message);
      for (const registration of this.#registrations.get(source)?.values() ?? []) {
        if (registration.callbackID !== callbackID) continue;
        for (const [id, listener] of [...registration.listeners]) if (registration.listeners.has(id)) listener(event);
      }
    });
  }
}

/** An event that is younger than the server. */
function unsupported(error: unknown): unknown {
  if (!isVirtError(error) || !/unsupported event ID|unknown procedure/.test(error.detail ?? '')) return error;
  return new VirtError('VIR_ERR_NO_SUPPORT', `the server does not know the event (${error.detail})`, {
    domain: 'VIR_FROM_REMOTE',
    cause: error,
  });
}
