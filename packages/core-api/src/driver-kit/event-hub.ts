import { VirtError } from '@virtweave/core-util/errors';
import type { Call } from '../contract/call.ts';
import { domainEventKinds, type DomainEvent, type DomainEventKind } from '../contract/events.ts';
import type { DomainRef } from '../contract/references.ts';

interface Subscription<E> {
  readonly id: number;
  readonly kind: string;
  /** UUID or name of the one object it is about; undefined: all. */
  readonly object: string | undefined;
  readonly callback: (event: E) => void;
  live: boolean;
}

/**
 * Who listens to what. `emit` calls each listener in the order of registration; one that was removed by an earlier one of
 * the same event is not called any more. What a listener throws goes to `onError` and stops nobody else.
 */
export class EventHub<E extends { readonly kind: string }> {
  readonly #keyOf: (event: E) => string;
  readonly #onError: (error: unknown) => void;
  #subscriptions: Subscription<E>[] = [];
  #nextId = 0;

  /** `keyOf`: what identifies the object of an event, as given to `register`. */
  constructor(keyOf: (event: E) => string, onError: (error: unknown) => void = report) {
    this.#keyOf = keyOf;
    this.#onError = onError;
  }

  /** How many listen. */
  get size(): number {
    return this.#subscriptions.length;
  }

  /** Adds a listener for one kind of event, of one object or of all. Resolves to the id that takes it away again. */
  register(kind: E['kind'], object: string | undefined, callback: (event: E) => void): number {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#subscriptions = [...this.#subscriptions, { id, kind, object, callback, live: true }];
    return id;
  }

  deregister(id: number): void {
    const found = this.#subscriptions.find((s) => s.id === id);
    if (found === undefined)
      throw new VirtError('VIR_ERR_INVALID_ARG', `could not find event callback ${id} for deletion`);
    found.live = false;
    this.#subscriptions = this.#subscriptions.filter((s) => s !== found);
  }

  /** Does anybody listen to this kind? Spares the work of making an event. */
  wants(kind: E['kind']): boolean {
    return this.#subscriptions.some((s) => s.kind === kind);
  }

  emit(event: E): void {
    if (this.#subscriptions.length === 0) return;
    const key = this.#keyOf(event);
    for (const subscription of this.#subscriptions) {
      if (!subscription.live || subscription.kind !== event.kind) continue;
      if (subscription.object !== undefined && subscription.object !== key) continue;
      try {
        subscription.callback(event);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  clear(): void {
    for (const subscription of this.#subscriptions) subscription.live = false;
    this.#subscriptions = [];
  }
}

function report(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), 'VirtweaveListenerWarning');
}

/** The hub of a driver's domain events; objects are named by UUID. */
export function domainEventHub(onError?: (error: unknown) => void): EventHub<DomainEvent> {
  return new EventHub<DomainEvent>((event) => event.domain.uuid, onError);
}

/** The two members of the contract that a hub of domain events serves: spread them into the driver's table. */
export function domainEventMembers(hub: EventHub<DomainEvent>): {
  connectDomainEventRegisterAny(
    domain: DomainRef | undefined,
    eventID: number,
    callback: (event: DomainEvent) => void,
    call: Call,
  ): Promise<number>;
  connectDomainEventDeregisterAny(callbackID: number, call: Call): Promise<void>;
} {
  return {
    async connectDomainEventRegisterAny(domain, eventID, callback) {
      return hub.register(domainEventKind(eventID), domain?.uuid, callback);
    },
    async connectDomainEventDeregisterAny(callbackID) {
      hub.deregister(callbackID);
    },
  };
}

/** Kind of a `virDomainEventID`. */
export function domainEventKind(eventID: number): DomainEventKind {
  const kind = domainEventKinds[eventID];
  if (kind === undefined) throw new VirtError('VIR_ERR_INVALID_ARG', `eventID ${eventID} is not a domain event`);
  return kind;
}
