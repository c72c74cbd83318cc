import { EventHub } from '@virtweave/core-api/driver-kit';
import { VirtError } from '@virtweave/core-util/errors';
import type { Session } from '../session.ts';

/** The hubs of all connections to a node, for the events of one family. */
export class Hubs<E extends { readonly kind: string }> {
  readonly #keyOf: (event: E) => string;
  readonly #hubs = new Set<EventHub<E>>();

  /** `keyOf`: what identifies the object of an event. */
  constructor(keyOf: (event: E) => string) {
    this.#keyOf = keyOf;
  }

  emit(event: E): void {
    for (const hub of this.#hubs) hub.emit(event);
  }

  /** A hub for one connection, until that closes. */
  join(session: Session): EventHub<E> {
    const hub = new EventHub<E>(this.#keyOf);
    this.#hubs.add(hub);
    session.onClose(() => {
      hub.clear();
      this.#hubs.delete(hub);
    });
    return hub;
  }
}

/** The kind of an event by its id, as the call that registers listeners names it. */
export function eventKind<K extends string>(kinds: readonly K[], eventID: number): K {
  const kind = kinds[eventID];
  if (kind === undefined) throw new VirtError('VIR_ERR_INVALID_ARG', `eventID ${eventID} is not known`);
  return kind;
}
