import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a process answers. */
export interface Answer {
  readonly ready?: number;
  readonly done?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly int1: number };
}

/** Another process with a connection of its own. It finds drivers and daemon where it lies. */
export class OtherProcess {
  /** How its opening went. */
  readonly opened: Answer;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, opened: Answer) {
    this.#child = child;
    this.#lines = lines;
    this.opened = opened;
  }

  static async start(uri: string, options: { readonly serve?: 'auto' } = {}): Promise<OtherProcess> {
    const program = fileURLToPath(new URL('owner.mjs', import.meta.url));
    const child = spawn(process.execPath, [program, uri, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const reader: Interface = createInterface({ input: child.stdout });
    const lines = reader[Symbol.asyncIterator]();
    return new OtherProcess(child, lines, await next(lines));
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Lets it do something. */
  async tell(...order: readonly unknown[]): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    return next(this.#lines);
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  /** Its input ends, and with it the program, if nothing keeps it alive. */
  async leave(): Promise<number | null> {
    this.#child.stdin?.end();
    const [status] = (await once(this.#child, 'exit')) as [number | null];
    return status;
  }
}

async function next(lines: AsyncIterator<string>): Promise<Answer> {
  const { value, done } = await lines.next();
  if (done === true) throw new Error('the other process has ended');
  return JSON.parse(value) as Answer;
}
