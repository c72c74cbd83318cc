import type { Hole } from './byte-stream.ts';

type Part = Uint8Array | Hole;

/** What came of a stream and was not read yet, in order. One reader at a time waits for more. */
export class StreamQueue {
  readonly #onBytes: (difference: number) => void;
  #parts: Part[] = [];
  #first = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #waiting: (() => void)[] = [];

  /** `onBytes` is told how many bytes more, or fewer, are held. */
  constructor(onBytes: (difference: number) => void = () => {}) {
    this.#onBytes = onBytes;
  }

  push(part: Part): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#parts.push(part);
    this.#onBytes(sizeOf(part));
    this.#wake();
  }

  /** No more comes; what is there can still be read. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** It broke: what is there is thrown away, readers get the error. */
  fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    for (const part of this.#parts.slice(this.#first)) this.#onBytes(-sizeOf(part));
    this.#parts = [];
    this.#first = 0;
    this.#wake();
  }

  /** The next part, of at most so many bytes; undefined at the end. */
  async take(maxBytes: number): Promise<Part | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      const part = this.#parts[this.#first];
      if (part !== undefined) return this.#cut(part, Math.max(1, maxBytes));
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #cut(part: Part, maxBytes: number): Part {
    if (part instanceof Uint8Array && part.length > maxBytes) {
      this.#parts[this.#first] = part.subarray(maxBytes);
      this.#onBytes(-maxBytes);
      return part.subarray(0, maxBytes);
    }
    this.#first += 1;
    if (this.#first >= 64 && this.#first * 2 >= this.#parts.length) {
      this.#parts = this.#parts.slice(this.#first);
      this.#first = 0;
    }
    this.#onBytes(-sizeOf(part));
    return part;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}

/** A hole takes next to nothing, however long it is; counting it keeps a flood of holes bounded, too. */
function sizeOf(part: Part): number {
  return part instanceof Uint8Array ? part.length : 64;
}
