import fs from 'node:fs';
import type { ReadOptions } from '../host.ts';
import { errnoError, systemError } from '../system-error.ts';
import { close, fstat, open, read } from './promised.ts';

const DEFAULT_MAX = 64 * 1024 * 1024;
/** Size of the first read when the file does not say how long it is, as those in /proc. */
const FIRST_CHUNK = 4096;

/** Reads a file to its end, or the part that was asked for; bounded. */
export async function readUpTo(path: string, options: ReadOptions): Promise<Buffer> {
  const { maxBytes = DEFAULT_MAX, offset = 0, length, signal } = options;
  try {
    // O_NONBLOCK: a fifo without a writer would keep the thread for ever.
    const file = await open(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
    try {
      const most = length ?? maxBytes;
      const found = await fstat(file);
      if (length === undefined && found.isFile() && found.size - offset > maxBytes) throw errnoError(`cannot read '${path}'`, 'EFBIG');
      // One more than allowed shows that there is more; one more than the size shows the end.
      const size = found.isFile() && found.size > 0 ? Math.max(0, found.size - offset) : FIRST_CHUNK;
      let buffer = Buffer.allocUnsafe(Math.min(size, most) + 1);
      const positioned = found.isFile() || found.isBlockDevice();
      let done = 0;
      for (;;) {
        signal?.throwIfAborted();
        const bytesRead = await read(file, buffer, done, buffer.length - done, positioned ? offset + done : null);
        done += bytesRead;
        if (bytesRead === 0) break;
        if (done > most) {
          if (length === undefined) throw errnoError(`cannot read '${path}'`, 'EFBIG');
          break;
        }
        if (done === buffer.length) buffer = Buffer.concat([buffer], Math.min(2 * done, most + 1));
      }
      return buffer.subarray(0, Math.min(done, most));
    } finally {
      await close(file);
    }
  } catch (error) {
    if (signal?.aborted && error === signal.reason) throw error;
    throw systemError(`cannot read '${path}'`, error);
  }
}
