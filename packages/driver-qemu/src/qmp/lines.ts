import { monitorError } from './errors.ts';

/**
 * Cuts a byte stream into lines. A line that grows beyond the limit is an error: QEMU's answers are bounded, and what
 * is not QEMU must not fill our memory.
 */
export class LineSplitter {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #size = 0;

  /** @param limit most bytes of a line */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes what arrived and calls back for each line that is complete, without its end; blank lines are passed over. */
  push(chunk: Buffer, line: (text: string) => void): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#add(chunk.subarray(start, end));
      const text = this.#take();
      start = end + 1;
      if (text !== '') line(text);
    }
    if (start < chunk.length) this.#add(chunk.subarray(start));
  }

  #add(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#limit) throw monitorError(`No complete monitor response found in ${this.#limit} bytes`);
    this.#parts.push(part);
  }

  #take(): string {
    const bytes = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return bytes?.toString('utf8').trim() ?? '';
  }
}
