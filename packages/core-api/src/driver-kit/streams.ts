import { VirtError } from '@virtweave/core-util/errors';
import type { Duplex, Readable } from 'node:stream';
import type { DriverStream } from '../contract/stream.ts';

/** A stream of bytes that are there already, such as a screenshot. */
export function streamFromBytes(bytes: Uint8Array): DriverStream {
  let offset = 0;
  return {
    async receive(maxBytes) {
      if (offset >= bytes.length) return undefined;
      const part = bytes.subarray(offset, offset + maxBytes);
      offset += part.length;
      return part;
    },
    send: oneWay,
    sendHole: oneWay,
    async finish() {},
    async abort() {
      offset = bytes.length;
    },
  };
}

/** A stream that Node reads from, such as a file. */
export function streamFromReadable(readable: Readable): DriverStream {
  const chunks = chunkReader(readable);
  return {
    receive: chunks.next,
    send: oneWay,
    sendHole: oneWay,
    async finish() {
      readable.destroy();
    },
    async abort() {
      readable.destroy();
    },
  };
}

/** A connection that goes both ways, such as a pty or a socket that `Host` opened. */
export function streamFromDuplex(duplex: Duplex): DriverStream {
  const chunks = chunkReader(duplex);
  return {
    receive: chunks.next,
    send: (data) =>
      new Promise((resolve, reject) => {
        duplex.write(data, (error) => (error ? reject(ioError(error)) : resolve()));
      }),
    sendHole: oneWay,
    async finish() {
      if (duplex.destroyed) return;
      await new Promise<void>((resolve) => {
        duplex.end(resolve);
        duplex.once('close', resolve);
      });
      duplex.destroy();
    },
    async abort() {
      duplex.destroy();
    },
  };
}

/** Reads on request, so that nothing flows before somebody asks: `for await` would read ahead and keep Node alive. */
function chunkReader(readable: Readable): { next(maxBytes: number): Promise<Uint8Array | undefined> } {
  let failure: Error | undefined;
  readable.on('error', (error) => {
    failure = error;
  });
  readable.pause();
  return {
    async next(maxBytes) {
      for (;;) {
        const ready = Math.min(readable.readableLength, maxBytes);
        const chunk = (ready > 0 ? readable.read(ready) : readable.read()) as Uint8Array | null;
        if (chunk !== null) {
          if (chunk.length <= maxBytes) return chunk;
          readable.unshift(chunk.subarray(maxBytes));
          return chunk.subarray(0, maxBytes);
        }
        if (failure !== undefined) throw ioError(failure);
        if (readable.readableEnded || readable.destroyed) return undefined;
        await readiness(readable);
      }
    },
  };
}

function readiness(readable: Readable): Promise<void> {
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'error', 'close'];
    const done = (): void => {
      for (const event of events) readable.off(event, done);
      resolve();
    };
    for (const event of events) readable.once(event, done);
  });
}

function oneWay(): Promise<never> {
  return Promise.reject(new VirtError('VIR_ERR_OPERATION_INVALID', 'the stream cannot be written to'));
}

function ioError(error: Error): VirtError {
  return new VirtError('VIR_ERR_SYSTEM_ERROR', `stream failed: ${error.message}`, { cause: error });
}
