import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { Duplex } from 'node:stream';
import { VirtError } from '../../errors/virt-error.ts';
import type { PipeOptions } from '../host.ts';
import { systemError } from '../system-error.ts';
import { defaultEnvironment } from './environment.ts';

/** Most of what a program says on standard error that is kept for its error. */
const wordsKept = 4096;

export async function pipe(program: string, args: readonly string[], options: PipeOptions = {}): Promise<Duplex> {
  const { signal, env = defaultEnvironment() } = options;
  signal?.throwIfAborted();
  const child = spawn(program, args, { env: { ...env }, stdio: 'pipe' });
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
  } catch (error) {
    throw systemError(`cannot run '${program}'`, error);
  }
  if (signal?.aborted === true) {
    child.kill();
    throw signal.reason;
  }
  return new ProgramStream(program, child);
}

/** Standard input and output of a program. It does not keep this process alive; destroying it ends the program. */
class ProgramStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  #words = '';

  constructor(program: string, child: ChildProcessWithoutNullStreams) {
    super({ allowHalfOpen: true });
    this.#child = child;
    child.unref();
    for (const end of [child.stdin, child.stdout, child.stderr]) {
      (end as unknown as { unref?(): void }).unref?.();
      end.on('error', () => undefined); // a program that is gone says so by its end
    }
    child.stderr.on('data', (chunk: Buffer) => (this.#words = (this.#words + chunk.toString()).slice(-wordsKept)));
    child.stdout.on('data', (chunk: Buffer) => void (this.push(chunk) || child.stdout.pause()));
    child.on('close', (status, signal) => {
      if (status === 0) this.push(null);
      else this.destroy(ended(program, status, signal, this.#words.trim()));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#child.stdin.write(chunk, (error) => done(error ?? null));
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }
}

function ended(program: string, status: number | null, signal: NodeJS.Signals | null, words: string): VirtError {
  const how = signal === null ? `exit status ${status}` : `signal ${signal}`;
  return new VirtError('VIR_ERR_SYSTEM_ERROR', `'${program}' ended with ${how}${words === '' ? '' : `: ${words}`}`);
}
