import { VirtError } from '@virtweave/core-util/errors';
import type { EventMessage } from '@virtweave/core-rpc';
import type { Client } from '../client/client.ts';

interface Registration {
  /** The driver's id. */
  readonly id: number;
  stop(id: number): Promise<void>;
}

/** How one kind of event goes over the wire. */
export interface WireEvent<E> {
  readonly message: EventMessage<unknown>;
  write(callbackID: number, event: E): unknown;
}

/** What a client listens to. The ids that it gets are its own: drivers' ids need not be unique among families. */
export class Registrations {
  readonly #client: Client;
  readonly #active = new Map<number, Registration>();
  /** By the kind of event, of those that have no id on the wire. */
  readonly #older = new Map<number, number>();
  #next = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  /**
   * Registers with a driver, and sends what comes.
   *
   * @param register gets what takes the events; resolves to the driver's id
   */
  async add<E>(
    wire: WireEvent<E>,
    register: (deliver: (event: E) => void) => Promise<number>,
    stop: (id: number) => Promise<void>,
  ): Promise<number> {
    const callbackID = this.#next;
    this.#next += 1;
    const id = await register((event) => this.#client.session.sendEvent(wire.message, wire.write(callbackID, event)));
    this.#active.set(callbackID, { id, stop });
    return callbackID;
  }

  async remove(callbackID: number, what: string): Promise<void> {
    const registration = this.#active.get(callbackID);
    if (!registration) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `${what} event callback ${callbackID} not registered`, { domain: 'VIR_FROM_RPC' });
    this.#active.delete(callbackID);
    await registration.stop(registration.id);
  }

  /** Registers for a kind of event, of which a client can have one such registration. */
  async addOlder<E>(
    eventID: number,
    wire: WireEvent<E>,
    register: (deliver: (event: E) => void) => Promise<number>,
    stop: (id: number) => Promise<void>,
  ): Promise<void> {
    if (this.#older.has(eventID)) throw new VirtError('VIR_ERR_INVALID_ARG', 'event callback already tracked');
    this.#older.set(eventID, -1);
    try {
      this.#older.set(eventID, await this.add(wire, register, stop));
    } catch (error) {
      this.#older.delete(eventID);
      throw error;
    }
  }

  async removeOlder(eventID: number): Promise<void> {
    const callbackID = this.#older.get(eventID);
    if (callbackID === undefined || callbackID < 0)
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `domain event ${eventID} not registered`, { domain: 'VIR_FROM_RPC' });
    this.#older.delete(eventID);
    await this.remove(callbackID, 'domain');
  }
}

/** The wire's form of an event, its types checked. */
export function wireEvent<E, M>(message: EventMessage<M>, write: (callbackID: number, event: E) => M): WireEvent<E> {
  return { message: message as EventMessage<unknown>, write };
}
