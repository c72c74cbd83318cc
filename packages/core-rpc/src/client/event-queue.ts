import type { Message } from '../wire/message.ts';

/** How many events wait for slow listeners before the oldest are dropped. */
export const eventQueueLimit = 100_000;

/** Milliseconds of listeners' work before replies have their turn again. */
const slice = 5;

/**
 * Events apart from replies: listeners are called in turns of their own, so that a slow one, or one that calls back in,
 * delays no answer.
 */
export class EventQueue {
  readonly #deliver: (message: Message) => void;
  readonly #onLost: (lost: number) => void;
  #messages: (Message | undefined)[] = [];
  #first = 0;
  #lost = 0;
  #scheduled = false;

  constructor(deliver: (message: Message) => void, onLost: (lost: number) => void) {
    this.#deliver = deliver;
    this.#onLost = onLost;
  }

  push(message: Message): void {
    if (this.#messages.length - this.#first >= eventQueueLimit) {
      this.#take();
      this.#lost += 1;
    }
    this.#messages.push(message);
    this.#schedule();
  }

  clear(): void {
    this.#messages = [];
    this.#first = 0;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const end = performance.now() + slice;
      while (this.#first < this.#messages.length) {
        if (this.#lost > 0) {
          const lost = this.#lost;
          this.#lost = 0;
          this.#onLost(lost);
        }
        const message = this.#take();
        if (message !== undefined) this.#deliver(message);
        if (performance.now() >= end) break;
      }
      if (this.#first < this.#messages.length) this.#schedule();
    });
  }

  #take(): Message | undefined {
    const message = this.#messages[this.#first];
    this.#messages[this.#first] = undefined;
    this.#first += 1;
    if (this.#first === this.#messages.length) this.clear();
    else if (this.#first >= 1024 && this.#first * 2 >= this.#messages.length) {
      this.#messages = this.#messages.slice(this.#first);
      this.#first = 0;
    }
    return message;
  }
}
