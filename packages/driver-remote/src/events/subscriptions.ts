import type { Call } from '@virtweave/core-api';
import type { RpcClient } from '@virtweave/core-rpc';
import { VirtError } from '@virtweave/core-util/errors';
import type { EventSource } from './source.ts';

/** What somebody listens to. */
export interface Subscription {
  readonly source: EventSource;
  deliver(event: unknown): void;
  /** Tells a server; its answer has the id under which events come. */
  register(client: RpcClient, signal?: AbortSignal): Promise<{ readonly callbackID: number }>;
  deregister(client: RpcClient, callbackID: number): Promise<unknown>;
}

interface Active {
  readonly subscription: Subscription;
  callbackID: number;
}

/**
 * Who listens to what. The ids that callers get are ours: those of the server change when the connection is made anew.
 */
export class Subscriptions {
  readonly #client: (call?: Call) => Promise<RpcClient>;
  readonly #active = new Map<number, Active>();
  /** Registrations by message and the server's id. */
  readonly #routes = new Map<EventSource, Map<number, Active>>();
  #nextId = 0;

  constructor(client: (call?: Call) => Promise<RpcClient>) {
    this.#client = client;
  }

  async add(subscription: Subscription, call: Call): Promise<number> {
    const client = await this.#client(call);
    this.#listen(client, subscription.source);
    const callbackID = await this.#register(client, subscription, call.signal);
    const active: Active = { subscription, callbackID };
    const id = this.#nextId;
    this.#nextId += 1;
    this.#active.set(id, active);
    this.#route(active);
    return id;
  }

  async remove(id: number): Promise<void> {
    const active = this.#active.get(id);
    if (active === undefined) throw new VirtError('VIR_ERR_INVALID_ARG', `could not find event callback ${id} for deletion`);
    this.#active.delete(id);
    this.#routes.get(active.subscription.source)?.delete(active.callbackID);
    const client = await this.#client();
    await active.subscription.deregister(client, active.callbackID);
  }

  /** A new connection: everything is registered once more, and listeners are told that something may be missing. */
  async renew(client: RpcClient): Promise<void> {
    this.#routes.clear();
    for (const active of this.#active.values()) {
      this.#listen(client, active.subscription.source);
      active.callbackID = (await active.subscription.register(client)).callbackID;
      this.#route(active);
    }
    this.lost(0);
  }

  /** So many events were lost; 0 for nobody knows how many. Listening goes on: those who list again have the truth. */
  lost(lost: number): void {
    for (const { subscription } of [...this.#active.values()]) subscription.deliver({ kind: 'gap', lost });
  }

  clear(): void {
    this.#active.clear();
    this.#routes.clear();
  }

  /** An abort while the server is being told: what it registers after all is taken back. */
  async #register(client: RpcClient, subscription: Subscription, signal: AbortSignal | undefined): Promise<number> {
    const registering = subscription.register(client);
    if (signal === undefined) return (await registering).callbackID;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        reject(signal.reason);
        registering.then(({ callbackID }) => subscription.deregister(client, callbackID)).catch(() => {}); // nobody waits for it
      };
      signal.addEventListener('abort', onAbort, { once: true });
      registering
        .then(({ callbackID }) => resolve(callbackID), reject)
        .finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  #route(active: Active): void {
    const { source } = active.subscription;
    const routes = this.#routes.get(source) ?? new Map<number, Active>();
    this.#routes.set(source, routes.set(active.callbackID, active));
  }

  #listen(client: RpcClient, source: EventSource): void {
    client.listen(source.message, (message) => {
      const { callbackID, event } = source.read(message);
      this.#routes.get(source)?.get(callbackID)?.subscription.deliver(event);
    });
  }
}
