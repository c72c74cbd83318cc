import { Duplex } from 'node:stream';
import type { DriverStream } from '../contract/stream.ts';
import { hold, release } from './keep-alive.ts';

const pieceSize = 64 * 1024;
const zeros: Buffer = Buffer.alloc(pieceSize);

/**
 * `virStream` as a Node stream: a console, a screenshot, a volume's content. It keeps Node alive until it is closed.
 * `await using` closes it at the end of the block.
 */
export class VirtStream extends Duplex {
  readonly #driver: DriverStream;
  #hole = 0n;
  #open = true;

  constructor(driver: DriverStream, signal?: AbortSignal) {
    super({ allowHalfOpen: true, ...(signal === undefined ? {} : { signal }) });
    this.#driver = driver;
    hold();
  }

  override _read(size: number): void {
    if (this.#hole > 0n) {
      const length = this.#hole < BigInt(pieceSize) ? Number(this.#hole) : pieceSize;
      this.#hole -= BigInt(length);
      this.push(zeros.subarray(0, length));
      return;
    }
    this.#driver.receive(Math.max(size, pieceSize)).then(
      (part) => {
        if (part === undefined) this.push(null);
        else if (part instanceof Uint8Array) this.push(part);
        else {
          this.#hole = part.hole;
          this._read(size);
        }
      },
      (error: unknown) => this.destroy(error as Error),
    );
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#driver.send(chunk).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#driver.finish().then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#open) {
      this.#open = false;
      release();
    }
    this.#driver.abort(error ?? undefined).then(() => done(error), done);
  }

  /** Leaves at once, without an error. */
  async close(): Promise<void> {
    if (this.closed) return;
    const closed = new Promise<void>((resolve) => this.once('close', () => resolve()));
    this.destroy();
    await closed;
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Reads a stream to its end. */
export async function readAll(driver: DriverStream): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  try {
    for (let part = await driver.receive(pieceSize); part !== undefined; part = await driver.receive(pieceSize))
      parts.push(part instanceof Uint8Array ? part : Buffer.alloc(Number(part.hole)));
    await driver.finish();
  } catch (error) {
    await driver.abort(error);
    throw error;
  }
  return Buffer.concat(parts);
}
