/**
 * Runs release callbacks later, on a turn of the loop that belongs to nobody else: one `setImmediate` for all that have
 * gathered. Not a microtask and not `nextTick`: those run before the remover's own async function has gone on.
 */
export class ReleaseQueue {
  #waiting: (() => void)[] = [];
  #scheduled = false;
  #whenEmpty: (() => void)[] = [];

  /** How many have not run yet. */
  get size(): number {
    return this.#waiting.length;
  }

  push(release: () => void): void {
    this.#waiting.push(release);
    this.#schedule();
  }

  /** Resolves when none is left, those that are pushed in the meantime included. */
  empty(): Promise<void> {
    if (!this.#scheduled) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#drain());
  }

  #drain(): void {
    // What a release callback removes is released a turn later: never on the remover's stack, also not on this one.
    const batch = this.#waiting;
    this.#waiting = [];
    let begun = 0;
    try {
      for (const release of batch) {
        begun += 1;
        release();
      }
    } finally {
      // A callback that throws is its owner's bug and surfaces as one; the others get their turn all the same.
      this.#waiting.unshift(...batch.slice(begun));
      this.#scheduled = false;
      if (this.#waiting.length > 0) this.#schedule();
      else for (const resolve of this.#whenEmpty.splice(0)) resolve();
    }
  }
}
