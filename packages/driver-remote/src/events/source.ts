import type { EventMessage } from '@virtweave/core-rpc';

/** One kind of event: the message that carries it, and what it is in the contract's terms. */
export interface EventSource {
  readonly message: EventMessage<unknown>;
  /** Which registration it is for, and the event itself. */
  read(message: unknown): { readonly callbackID: number; readonly event: unknown };
}

/** An event whose message begins with the registration's id, as most do. */
export function source<M extends { readonly callbackID: number }>(
  message: EventMessage<M>,
  event: (message: M) => { readonly kind: string },
): EventSource {
  return {
    message: message as EventMessage<unknown>,
    read: (got) => ({ callbackID: (got as M).callbackID, event: event(got as M) }),
  };
}
