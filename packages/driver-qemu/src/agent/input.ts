import { malformed } from './errors.ts';

/** Stands before the answer to `guest-sync-delimited`, and nowhere in JSON. */
export const SENTINEL = 0xff;

/** Most bytes of a line that could be the answer to a synchronisation. */
const MAX_SYNC_LINE = 1024;

/**
 * Lines out of what a guest sends. The guest decides what comes and how much of it: nothing is kept that is longer than the
 * limit, and nothing at all while nobody waits.
 */
export class AgentInput {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #size = 0;
  /** Where the next answer begins is not known: only short lines are of interest, others are passed over. */
  #syncing = true;
  /** The rest of a line that is too long. */
  #skipping = false;

  /** @param limit most bytes of an answer */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Forgets what has come so far, and waits for the answer to a synchronisation. */
  synchronize(): void {
    this.#syncing = true;
    this.#skipping = false;
    this.#clear();
  }

  /** The answer to the synchronisation has come: the next line is an answer, whatever it says. */
  synchronized(): void {
    this.#syncing = false;
    this.#clear();
  }

  /**
   * Takes what arrived, and calls back for each line that is complete, without its end; empty ones are passed over.
   *
   * @throws VirtError when an answer exceeds the limit
   */
  push(chunk: Buffer, line: (text: string) => void): void {
    for (let start = 0; start < chunk.length; ) {
      const end = chunk.indexOf(10, start);
      this.#add(chunk.subarray(start, end === -1 ? chunk.length : end));
      if (end === -1) return;
      start = end + 1;
      const text = this.#take();
      if (text !== '') line(text);
    }
  }

  #add(part: Buffer): void {
    if (this.#syncing) {
      const sentinel = part.lastIndexOf(SENTINEL);
      if (sentinel !== -1) {
        this.#clear();
        this.#skipping = false;
        this.#keep(part.subarray(sentinel + 1));
        return;
      }
      if (this.#skipping) return;
      if (this.#size + part.length > MAX_SYNC_LINE) {
        this.#clear();
        this.#skipping = true;
        return;
      }
    } else if (this.#size + part.length > this.#limit) {
      throw malformed(`No complete agent response found in ${this.#limit} bytes`);
    }
    this.#keep(part);
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    // Of a chunk only the piece is kept, and byte by byte it must not cost an object each.
    const last = this.#parts.at(-1);
    if (last !== undefined && last.length + part.length <= 4096) this.#parts[this.#parts.length - 1] = Buffer.concat([last, part]);
    else this.#parts.push(Buffer.from(part));
    this.#size += part.length;
  }

  #take(): string {
    const bytes = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    const skipped = this.#skipping;
    this.#skipping = false;
    this.#clear();
    return skipped ? '' : (bytes?.toString('utf8').trim() ?? '');
  }

  #clear(): void {
    this.#parts = [];
    this.#size = 0;
  }
}
