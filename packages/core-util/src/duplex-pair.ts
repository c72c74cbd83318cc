import { Duplex } from 'node:stream';

class End extends Duplex {
  other!: End;
  #waiting: (() => void) | undefined;

  override _read(): void {
    const resume = this.#waiting;
    this.#waiting = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.other.destroyed) done();
    else if (this.other.push(chunk)) process.nextTick(done);
    else this.other.#waiting = done;
  }

  override _final(done: () => void): void {
    if (!this.other.destroyed) this.other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // Whoever waits for us to read must not wait for ever.
    const resume = this.#waiting;
    this.#waiting = undefined;
    resume?.();
    // As a socket does: what was written is still delivered, then comes the end.
    if (!this.other.destroyed && !this.other.readableEnded && !this.writableFinished) this.other.push(null);
    done(error);
  }
}

/** Two ends of a pretended connection: what is written to one can be read from the other. */
export function duplexPair(): [Duplex, Duplex] {
  const one = new End({ allowHalfOpen: false });
  const two = new End({ allowHalfOpen: false });
  one.other = two;
  two.other = one;
  return [one, two];
}
