import { untilAborted } from './until-aborted.ts';

export type Callable = (...args: unknown[]) => Promise<unknown>;

export interface Turn {
  /** The call subscribes to events. */
  readonly subscribes: boolean;
  /** What must be done before the call can be made, such as loading its code. */
  readonly wait: (() => Promise<void>) | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Who subscribes to events and then does something must hear of it. So calls go out in the order in which they were made,
 * also while code is being loaded; and while a subscription is under way other calls wait for its answer, since a libvirtd
 * works on several calls at a time, in whatever order.
 */
export class Order {
  #last: Promise<unknown> | undefined;
  readonly #subscribing = new Set<Promise<unknown>>();

  /** Nobody has to wait. */
  get free(): boolean {
    return this.#last === undefined && this.#subscribing.size === 0;
  }

  take(turn: Turn, call: () => Promise<unknown>): Promise<unknown> {
    const before: Promise<unknown>[] = [];
    if (this.#last !== undefined) before.push(this.#last);
    if (turn.wait !== undefined) before.push(turn.wait());
    if (before.length === 0 && (turn.subscribes || this.#subscribing.size === 0)) return this.#made(turn.subscribes, call());
    let gone = (): void => {};
    const went = new Promise<void>((resolve) => (gone = resolve));
    const last = Promise.all([this.#last, went]);
    this.#last = last;
    void last.then(() => {
      if (this.#last === last) this.#last = undefined;
    });
    return this.#later(before, turn, call, gone);
  }

  /** `gone` is called when the call has been made, or will not be. */
  async #later(before: readonly Promise<unknown>[], turn: Turn, call: () => Promise<unknown>, gone: () => void): Promise<unknown> {
    let answer: Promise<unknown>;
    try {
      await untilAborted(Promise.all(before), turn.signal);
      // Subscriptions do not wait for each other: there may be dozens, each a round trip.
      while (!turn.subscribes && this.#subscribing.size > 0) await untilAborted(Promise.all(this.#subscribing), turn.signal);
      turn.signal?.throwIfAborted();
      answer = this.#made(turn.subscribes, call());
    } finally {
      gone();
    }
    return answer;
  }

  #made(subscribes: boolean, answer: Promise<unknown>): Promise<unknown> {
    if (!subscribes) return answer;
    const settled = answer.catch(() => {}); // the caller is told
    this.#subscribing.add(settled);
    void settled.then(() => this.#subscribing.delete(settled));
    return answer;
  }
}
