import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ConfigInput } from '../../src/config/config.ts';
import { ask, forkDaemon } from './programs.ts';

export interface Held {
  /** Bytes as the kernel sees them. */
  readonly rss: number;
  /** Bytes of the heap and of buffers outside. */
  readonly held: number;
  /** What keeps Node busy, by its kind. */
  readonly resources: readonly string[];
  /** Turns of its loop since the last question: the 99th percentile and the longest, milliseconds. */
  readonly long: number;
  readonly longest: number;
}

/** The built virtweaved as a process of its own. It works in a folder of the test's. */
export class DaemonProcess {
  readonly socket: string;
  /** Of TCP on the loopback. */
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #said: string[];

  private constructor(child: ChildProcess, socket: string, port: number, said: string[]) {
    this.#child = child;
    this.socket = socket;
    this.port = port;
    this.#said = said;
  }

  static async start(folder: string, config: ConfigInput = {}): Promise<DaemonProcess> {
    const socket = join(folder, 'sock');
    const file = join(folder, 'virtweaved.json');
    await writeFile(file, JSON.stringify({ unix: { path: socket }, tcp: { port: 0, auth: 'none' }, ...config }));
    const child = forkDaemon(['--config', file], folder);
    const said: string[] = [];
    const port = await new Promise<number>((resolve, reject) => {
      const lines = createInterface({ input: child.stderr as NonNullable<typeof child.stderr> });
      lines.on('line', (line) => {
        said.push(line);
        const found = /listening on tcp:.*:(\d+)/.exec(line)?.[1];
        if (found !== undefined) resolve(Number(found));
      });
      lines.on('close', () => reject(new Error(`virtweaved does not start: ${said.join('\n')}`)));
    });
    return new DaemonProcess(child, socket, port, said);
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it wrote on its standard error since it listens. */
  get said(): readonly string[] {
    return this.#said.filter((line) => !line.includes('listening on'));
  }

  /** After its garbage was collected, or as it is. */
  async held(garbage: 'collect' | 'leave' = 'collect'): Promise<Held> {
    return await ask<Held>(this.#child, { garbage });
  }

  /** Descriptors that it has open. */
  async descriptors(): Promise<number> {
    return (await readdir(`/proc/${this.#child.pid}/fd`)).length;
  }

  /** Adds to an error what became of the daemon meanwhile. */
  explain(error: unknown): Error {
    const state = this.alive ? 'lives' : `ended with ${this.#child.signalCode ?? `status ${String(this.#child.exitCode)}`}`;
    return new Error(`${(error as Error).message}; the daemon ${state}, and said: ${this.said.slice(-40).join('\n')}`, { cause: error });
  }

  /** Asks it to end. @returns its exit status */
  async stop(): Promise<number | null> {
    if (!this.alive) return this.#child.exitCode;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const [status] = (await ended) as [number | null];
    return status;
  }
}
