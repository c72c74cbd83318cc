import type { ByteStream, Hole } from '../wire/byte-stream.ts';

/** A stream that remembers what was written to it. */
export interface MemoryStream extends ByteStream {
  /** What was written, in order. */
  readonly written: readonly (Uint8Array | Hole)[];
  /** How it ended. */
  readonly state: 'open' | 'finished' | 'aborted';
}

/** A stream that gives these parts, then its end. */
export function memoryStream(parts: readonly (Uint8Array | Hole)[] = []): MemoryStream {
  const left = [...parts];
  const written: (Uint8Array | Hole)[] = [];
  let state: MemoryStream['state'] = 'open';
  return {
    written,
    get state() {
      return state;
    },
    async receive(maxBytes) {
      const part = left.shift();
      if (!(part instanceof Uint8Array) || part.length <= maxBytes) return part;
      left.unshift(part.subarray(maxBytes));
      return part.subarray(0, maxBytes);
    },
    async send(data) {
      written.push(Uint8Array.from(data));
    },
    async sendHole(length) {
      written.push({ hole: length });
    },
    async finish() {
      state = 'finished';
    },
    async abort() {
      if (state === 'open') state = 'aborted';
    },
  };
}
