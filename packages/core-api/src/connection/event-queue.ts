import { hold, release } from '../keep-alive.ts';

/**
 * So many events were lost because the reader was slow, or because the connection was made anew (0: nobody knows how many);
 * those that follow are the newest. List again for the truth.
 */
export interface GapEvent {
  readonly kind: 'gap';
  readonly lost: number;
}

/** How many events wait for a slow reader before the oldest are dropped. */
export const queueLimit = 10_000;

type Awaitable<T> = T | Promise<T>;

/**
 * Events for one reader: `for await`, or `next()` by hand. Closing it, leaving the loop, an abort of its signal and the end of
 * the connection stop it. It keeps Node alive only while the reader waits.
 */
export class EventStream<E> implements AsyncIterableIterator<E | GapEvent> {
  #queue: (E | GapEvent | Promise<E> | undefined)[] = [];
  #head = 0;
  #lost = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #waiting: { resolve(result: Awaitable<IteratorResult<E | GapEvent>>): void; reject(error: unknown): void }[] = [];
  readonly #stop: () => void;
  readonly #limit: number;

  /** `stop` is called once, when the stream ends for whatever reason. */
  constructor(stop: () => void, limit: number = queueLimit) {
    this.#stop = stop;
    this.#limit = limit;
  }

  /** Adds an event, or the promise of one, which is awaited when it is read; for the producer. */
  push(event: E | GapEvent | Promise<E>): void {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      release();
      waiting.resolve(result(event));
      return;
    }
    if (this.#queue.length - this.#head >= this.#limit) {
      void this.#take();
      this.#lost += 1;
    }
    this.#queue.push(event);
  }

  /** Ends the stream: readers get what is queued, then the end, or the error. */
  end(failure?: { readonly error: unknown }): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const reader of waiting) {
      release();
      this.#settle(reader);
    }
    this.#stop();
  }

  next(): Promise<IteratorResult<E | GapEvent>> {
    return new Promise((resolve, reject) => {
      if (this.#lost > 0) {
        const lost = this.#lost;
        this.#lost = 0;
        resolve({ done: false, value: { kind: 'gap', lost } });
      } else if (this.#head < this.#queue.length) {
        resolve(result(this.#take()));
      } else if (this.#ended) {
        this.#settle({ resolve, reject });
      } else {
        hold();
        this.#waiting.push({ resolve, reject });
      }
    });
  }

  async return(): Promise<IteratorResult<E | GapEvent>> {
    this.#queue = [];
    this.#head = 0;
    this.#lost = 0;
    this.end();
    return { done: true, value: undefined };
  }

  async close(): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #settle(reader: { resolve(result: Awaitable<IteratorResult<E | GapEvent>>): void; reject(error: unknown): void }): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) reader.reject(failure.error);
    else reader.resolve({ done: true, value: undefined });
  }

  #take(): E | GapEvent | Promise<E> {
    const event = this.#queue[this.#head] as E | GapEvent | Promise<E>;
    this.#queue[this.#head] = undefined;
    this.#head += 1;
    // Cut off what was read in large pieces: shift() would be slow on a long queue.
    if (this.#head >= 1024 && this.#head * 2 >= this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return event;
  }
}

function result<E>(event: E | GapEvent | Promise<E>): Awaitable<IteratorResult<E | GapEvent>> {
  return event instanceof Promise ? event.then((value) => ({ done: false, value })) : { done: false, value: event };
}
