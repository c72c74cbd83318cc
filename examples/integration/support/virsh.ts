import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Why there is no test with Debian's own virsh; undefined when there is one. */
export const noVirsh: string | undefined =
  spawnSync('virsh', ['--version']).status === 0 ? undefined : 'virsh is not installed (Debian: libvirt-clients)';

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Debian's own virsh, speaking to a daemon of ours. */
export class Virsh {
  readonly #uri: string;
  readonly #children: ChildProcess[] = [];

  constructor(uri: string) {
    this.#uri = uri;
  }

  /** Runs a command, whatever comes of it. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
    const child = spawn('virsh', ['-q', '-c', this.#uri, ...args], {
      env: { ...process.env, LC_ALL: 'C', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, ...said };
  }

  /** What a command says that must succeed. */
  async say(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(args);
    if (status !== 0) throw new Error(`virsh ${args.join(' ')}: ${stderr}${stdout}`);
    return stdout.trim();
  }

  /** What a command says that must fail. */
  async refusal(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(args);
    if (status === 0) throw new Error(`virsh ${args.join(' ')} succeeded: ${stdout}`);
    return stderr.trim();
  }

  /** A command that goes on until it is ended; `terminal`: it sits at one. */
  start(args: readonly string[], options: { readonly terminal?: boolean } = {}): Running {
    const words = ['virsh', ...(options.terminal === true ? [] : ['-q']), '-c', this.#uri, ...args];
    // script(1) makes the terminal; its typescript goes nowhere.
    const [program = '', ...rest] = options.terminal === true ? ['script', '-qefc', words.map(quoted).join(' '), '/dev/null'] : words;
    const child = spawn(program, rest, { env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' });
    this.#children.push(child);
    return new Running(child);
  }

  async end(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  }
}

/** A virsh that runs. */
export class Running {
  text = '';
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#closed = once(child, 'close');
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.text += text;
        this.#child.emit('said');
      });
    }
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Waits until it has said this, and forgets everything before. */
  async until(wanted: string | RegExp, patience = 20_000): Promise<string> {
    const end = Date.now() + patience;
    for (;;) {
      const found = typeof wanted === 'string' ? this.text.indexOf(wanted) : this.text.search(wanted);
      if (found >= 0) {
        const length = typeof wanted === 'string' ? wanted.length : (wanted.exec(this.text)?.[0].length ?? 0);
        const line = this.text.slice(found, found + length);
        this.text = this.text.slice(found + length);
        return line;
      }
      const left = end - Date.now();
      if (left <= 0) throw new Error(`not said within ${patience} ms: ${String(wanted)}; but: ${JSON.stringify(this.text)}`);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => (timer = setTimeout(resolve, left)));
      await Promise.race([once(this.#child, 'said'), late]);
      clearTimeout(timer);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves to its exit status. */
  async ended(): Promise<number | null> {
    await this.#closed;
    return this.#child.exitCode;
  }
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
