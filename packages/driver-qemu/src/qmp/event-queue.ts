import { VirtError } from '@virtweave/core-util';
import type { QmpEvent } from './types.ts';

/** Most events that wait for one reader. */
const limit = 10_000;

/** Events on their way to one `for await` loop, apart from the path of the replies. */
export class EventQueue implements AsyncIterableIterator<QmpEvent> {
  #events: QmpEvent[] = [];
  #waiting: { resolve(result: IteratorResult<QmpEvent>): void; reject(error: unknown): void } | undefined;
  #end: { readonly error?: unknown } | undefined;
  readonly #release: () => void;

  /** @param release called once, when the reader leaves or the queue ends */
  constructor(release: () => void) {
    this.#release = release;
  }

  push(event: QmpEvent): void {
    if (this.#end !== undefined) return;
    if (this.#waiting !== undefined) {
      this.#waiting.resolve({ value: event, done: false });
      this.#waiting = undefined;
    } else if (this.#events.length < limit) {
      this.#events.push(event);
    } else {
      this.end(
        new VirtError('VIR_ERR_OVERFLOW', `a reader of QEMU events is ${limit} events behind`, {
          domain: 'VIR_FROM_QEMU',
        }),
      );
    }
  }

  /** No more events; those that wait are still read. With an error the loop then throws it. */
  end(error?: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = error === undefined ? {} : { error };
    this.#release();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) return;
    if (error === undefined) waiting.resolve({ value: undefined, done: true });
    else waiting.reject(error);
  }

  async next(): Promise<IteratorResult<QmpEvent>> {
    const event = this.#events.shift();
    if (event !== undefined) return { value: event, done: false };
    if (this.#end !== undefined) {
      const { error } = this.#end;
      this.#end = {};
      if (error !== undefined) throw error;
      return { value: undefined, done: true };
    }
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  async return(): Promise<IteratorResult<QmpEvent>> {
    this.#events = [];
    this.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
