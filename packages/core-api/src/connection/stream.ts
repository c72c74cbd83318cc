import { Duplex, type DuplexOptions } from 'node:stream';
import type { DriverStream, StreamHole } from '../contract/stream.ts';
import type { Session } from './session.ts';
import { hold, release } from '../keep-alive.ts';

const pieceSize = 64 * 1024;
const zeros: Buffer = Buffer.alloc(pieceSize);

/** What one may do with a stream. Default: both. */
export type StreamDirection = 'both' | 'read' | 'write';

/**
 * `virStream` as a Node stream: a console, a screenshot, a volume's content. It keeps Node alive until it is closed; one that
 * only goes one way closes itself at its end. `await using` closes it at the end of the block.
 */
export class VirtStream extends Duplex {
  readonly #driver: DriverStream;
  readonly #direction: StreamDirection;
  /** Holes that were written, by the empty chunks that stand for them in the queue. */
  readonly #written = new Map<Buffer, bigint>();
  #hole = 0n;
  #open = true;

  constructor(driver: DriverStream, signal?: AbortSignal, direction: StreamDirection = 'both') {
    super({
      allowHalfOpen: true,
      readable: direction !== 'write',
      writable: direction !== 'read',
      ...(signal === undefined ? {} : { signal }),
    } as DuplexOptions); // Node knows `readable` and `writable`, its types do not
    this.#driver = driver;
    this.#direction = direction;
    hold();
  }

  override _read(size: number): void {
    if (this.#hole > 0n) {
      const length = this.#hole < BigInt(pieceSize) ? Number(this.#hole) : pieceSize;
      this.#hole -= BigInt(length);
      this.push(zeros.subarray(0, length));
      return;
    }
    this.#receive(size).then(
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
    const hole = this.#written.get(chunk);
    this.#written.delete(chunk);
    (hole === undefined ? this.#driver.send(chunk) : this.#driver.sendHole(hole)).then(() => done(), done);
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

  /**
   * Writes so many bytes that read as zero, of a transfer that was opened as sparse.
   *
   * ```ts
   * const upload = await volume.upload({ sparse: true });
   * upload.write(header);
   * await upload.sendHole(1024 * 1024);
   * upload.end(trailer);
   * ```
   * @libvirt virStreamSendHole virStreamSparseSendAll
   */
  sendHole(length: number | bigint): Promise<void> {
    const marker = Buffer.alloc(0);
    this.#written.set(marker, BigInt(length));
    return new Promise((resolve, reject) => {
      this.write(marker, (error) => (error ? reject(error) : resolve()));
    });
  }

  /**
   * The content piece by piece, with its holes, of a transfer that was opened as sparse. Read as a Node stream, holes are zeros.
   *
   * ```ts
   * for await (const part of download.parts()) {
   *   if ('hole' in part) position += Number(part.hole);
   *   else position += part.length;
   * }
   * ```
   * @libvirt virStreamRecvHole virStreamSparseRecvAll
   */
  async *parts(): AsyncGenerator<Uint8Array | StreamHole, void, undefined> {
    try {
      for (let part = await this.#receive(pieceSize); part !== undefined; part = await this.#receive(pieceSize)) yield part;
    } finally {
      await this.close();
    }
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

  /** What only reads has no other moment to end well than its last piece. */
  async #receive(size: number): Promise<Uint8Array | StreamHole | undefined> {
    const part = await this.#driver.receive(Math.max(size, pieceSize));
    if (part === undefined && this.#direction === 'read') await this.#driver.finish();
    return part;
  }
}

/** A stream of a session: it ends with the connection. */
export function openStream(
  session: Session,
  driver: DriverStream,
  signal?: AbortSignal,
  direction?: StreamDirection,
): VirtStream {
  const stream = new VirtStream(driver, signal, direction);
  stream.once('close', session.onClose(() => stream.destroy()));
  return stream;
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
