import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Skipped } from './benchmark.ts';

const program = fileURLToPath(new URL('../../libvirt/peer.py', import.meta.url));

/** A process that calls libvirt when it is told to. Debian's `python3-libvirt` has what it needs. */
export class LibvirtPeer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  private constructor(python: string) {
    this.#child = spawn(python, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Opens a connection of libvirt's. */
  static async open(uri: string): Promise<LibvirtPeer> {
    // Debian's Python has the binding; another one that comes first on the PATH may not.
    const python = ['/usr/bin/python3', 'python3'].find(
      (one) => spawnSync(one, ['-c', 'import libvirt'], { stdio: 'ignore' }).status === 0,
    );
    if (python === undefined) throw new Skipped(`libvirt's Python binding is not there: apt-get install python3-libvirt`);
    const peer = new LibvirtPeer(python);
    try {
      await peer.call('open', uri);
    } catch (error) {
      peer.close();
      throw error;
    }
    return peer;
  }

  /** Calls a method of `peer.py`. */
  async call(method: string, ...args: readonly unknown[]): Promise<unknown> {
    this.#child.stdin.write(`${JSON.stringify({ call: method, arguments: args })}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`libvirt's process ended during ${method}()`);
    const answer = JSON.parse(line.value) as { result?: unknown; error?: string };
    if (answer.error !== undefined) throw new Error(`libvirt, ${method}(): ${answer.error}`);
    return answer.result;
  }

  /** The same for methods that answer a time; milliseconds. */
  async time(method: string, ...args: readonly unknown[]): Promise<number> {
    return ((await this.call(method, ...args)) as number) / 1e6;
  }

  close(): void {
    this.#child.stdin.end();
  }
}
