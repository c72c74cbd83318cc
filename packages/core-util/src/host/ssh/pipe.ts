import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { VirtError } from '../../errors/virt-error.ts';
import type { PipeOptions } from '../host.ts';
import { shellCommand } from '../shell-quote.ts';
import type { SshLink } from './link.ts';

const wordsKept = 4096;

export async function pipe(link: SshLink, program: string, args: readonly string[], options: PipeOptions = {}): Promise<Duplex> {
  return link.call(options, async () => {
    const channel = await link.exec(`exec ${shellCommand([program, ...args])}`);
    if (options.signal?.aborted === true) {
      channel.destroy();
      throw options.signal.reason;
    }
    return new ChannelStream(link.label, program, channel);
  });
}

/** A channel whose program's failure is the stream's error. */
class ChannelStream extends Duplex {
  readonly #channel: ClientChannel;
  #words = '';

  constructor(label: string, program: string, channel: ClientChannel) {
    super({ allowHalfOpen: true });
    this.#channel = channel;
    let status: number | null = null;
    channel.on('error', () => undefined); // its end tells
    channel.stderr.on('data', (chunk: Buffer) => (this.#words = (this.#words + chunk.toString()).slice(-wordsKept)));
    channel.on('data', (chunk: Buffer) => void (this.push(chunk) || channel.pause()));
    channel.on('exit', (code: number | null) => (status = code));
    channel.on('close', () => {
      if (status === 0) this.push(null);
      else {
        const words = this.#words.trim();
        const how = `'${program}' on '${label}' ended with exit status ${status ?? 'unknown'}`;
        this.destroy(new VirtError('VIR_ERR_SYSTEM_ERROR', `${how}${words === '' ? '' : `: ${words}`}`));
      }
    });
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#channel.destroyed) done(null);
    else this.#channel.write(chunk, (error) => done(error ?? null));
  }

  override _final(done: () => void): void {
    this.#channel.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#channel.destroy();
    done(error);
  }
}
