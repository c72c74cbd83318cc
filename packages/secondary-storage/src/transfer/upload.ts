import type { Duplex } from 'node:stream';
import type { DriverStream } from '@virtweave/core-api';
import type { StorageVol } from '@virtweave/core-conf/storage';
import { errnoError, type Host } from '@virtweave/core-util';
import { noSupport, storageError } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { sizeOf, type Part } from './part.ts';

/**
 * Takes new content for a volume, written by `dd`, which is there on every host.
 *
 * @param done called once, when nothing more is written; what is sent has arrived then
 */
export async function uploadVolume(volume: StorageVol, part: Part, machine: Machine, done: () => Promise<void>): Promise<DriverStream> {
  const { path = '' } = volume.target;
  await sizeOf(path, machine);
  return new Upload(path, part, { ...machine, call: { identity: machine.call.identity } }, done);
}

class Upload implements DriverStream {
  readonly #path: string;
  readonly #machine: Machine;
  readonly #done: () => Promise<void>;
  /** Where nothing may be written any more; undefined: no such place. */
  readonly #last: bigint | undefined;
  readonly #sparse: boolean;
  #position: bigint;
  #writer: Writer | undefined;
  #ended = false;

  constructor(path: string, { offset, length, sparse }: Part, machine: Machine, done: () => Promise<void>) {
    this.#path = path;
    this.#machine = machine;
    this.#done = done;
    this.#position = offset;
    this.#last = length === 0n ? undefined : offset + length;
    this.#sparse = sparse;
  }

  async send(data: Uint8Array): Promise<void> {
    this.#take(data.length);
    this.#writer ??= await Writer.open(this.#machine.host, this.#path, this.#position);
    this.#position += BigInt(data.length);
    await this.#writer.write(data);
  }

  async sendHole(length: bigint): Promise<void> {
    if (!this.#sparse) throw storageError('VIR_ERR_OPERATION_INVALID', 'the transfer was not opened as sparse');
    this.#take(length);
    await this.#closeWriter();
    const from = this.#position;
    this.#position += length;
    if (length === 0n) return;
    // Where the file ends before it becomes longer; what is there becomes zeros.
    const doing = `unable to write a hole of ${length} bytes to '${this.#path}'`;
    await runTool(this.#machine, 'truncate', ['-s', `>${this.#position}`, '--', this.#path], doing);
    await runTool(this.#machine, 'fallocate', ['-p', '-o', String(from), '-l', String(length), '--', this.#path], doing);
  }

  async finish(): Promise<void> {
    if (this.#ended) return;
    try {
      await this.#closeWriter();
    } finally {
      await this.#end();
    }
  }

  async abort(): Promise<void> {
    if (this.#ended) return;
    this.#writer?.destroy();
    this.#writer = undefined;
    // What became of the volume the next refresh tells, too.
    await this.#end().catch(() => undefined);
  }

  receive(): Promise<never> {
    return Promise.reject(noSupport('the stream cannot be read from'));
  }

  #take(length: number | bigint): void {
    if (this.#ended) throw storageError('VIR_ERR_OPERATION_INVALID', 'the stream has ended');
    if (this.#last !== undefined && this.#position + BigInt(length) > this.#last)
      throw errnoError('cannot write to stream', 'ENOSPC', undefined, 'VIR_FROM_STREAMS');
  }

  async #closeWriter(): Promise<void> {
    const writer = this.#writer;
    this.#writer = undefined;
    await writer?.end();
  }

  async #end(): Promise<void> {
    this.#ended = true;
    await this.#done();
  }
}

/** A program that writes what it is given, from one place on. */
class Writer {
  readonly #stream: Duplex;
  readonly #closed: Promise<void>;

  private constructor(stream: Duplex) {
    this.#stream = stream;
    this.#closed = new Promise((resolve, reject) => {
      stream.once('error', reject);
      stream.once('end', resolve);
    });
    // Who writes or ends hears of it.
    this.#closed.catch(() => undefined);
    stream.resume();
  }

  static async open(host: Host, path: string, position: bigint): Promise<Writer> {
    if (host.pipe === undefined) throw noSupport(`volumes of '${host.label}' cannot be written to: nothing can be piped there`);
    const args = [`of=${path}`, 'bs=1M', `seek=${position}`, 'oflag=seek_bytes', 'iflag=fullblock', 'conv=notrunc,fdatasync', 'status=none'];
    return new Writer(await host.pipe('dd', args));
  }

  /** Resolves when more is welcome. */
  async write(data: Uint8Array): Promise<void> {
    const written = new Promise<void>((resolve, reject) => {
      this.#stream.write(data, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([written, this.#closed]);
  }

  /** Resolves when everything is in the file. */
  async end(): Promise<void> {
    this.#stream.end();
    await this.#closed;
    this.#stream.destroy();
  }

  destroy(): void {
    this.#stream.destroy();
  }
}
