import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  LocalHost,
  type ReadOptions,
  type RunOptions,
  type RunResult,
  type SpawnOptions,
  type SpawnedProcess,
} from '../../src/index.ts';

/** Why no network namespace can be made here; undefined when it can. */
export function noNamespace(): string | undefined {
  const { status, stderr, error } = spawnSync(
    'unshare',
    ['--net', 'sh', '-c', 'ip tuntap add dev t0 mode tap && ip link add br0 type bridge'],
    {
      encoding: 'utf8',
    },
  );
  return status === 0 ? undefined : (error?.message ?? stderr).trim();
}

/**
 * This machine with a network of its own: programs run in a namespace that nobody else has, with nothing but `lo` in
 * it. It goes, with all its interfaces, when it is closed or this process dies.
 */
export class NamespaceHost extends LocalHost {
  /** Lives in the namespace and keeps it; ends when its standard input does. */
  readonly #keeper: ChildProcess;

  private constructor(keeper: ChildProcess) {
    super();
    this.#keeper = keeper;
  }

  static async open(): Promise<NamespaceHost> {
    const keeper = spawn('unshare', ['--net', 'sh', '-c', 'ip link set dev lo up && echo ready && exec cat'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(keeper.stdout, 'data');
    return new NamespaceHost(keeper);
  }

  /** Runs `ip` with these words. */
  async ip(...words: readonly string[]): Promise<string> {
    return (await this.run('ip', words)).stdout;
  }

  override run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult> {
    return super.run('nsenter', this.#inside(program, args), options);
  }

  override spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
    return super.spawn('nsenter', this.#inside(program, args), options);
  }

  /** `/proc/net` is the network of who reads it. */
  override readFile(path: string, options?: ReadOptions): Promise<Buffer> {
    return super.readFile(path.replace(/^\/proc\/net\//, `/proc/${this.#keeper.pid}/net/`), options);
  }

  override async close(): Promise<void> {
    await super.close();
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
    const exit = once(this.#keeper, 'exit');
    this.#keeper.stdin?.end();
    await exit;
  }

  #inside(program: string, args: readonly string[]): readonly string[] {
    return [`--net=/proc/${this.#keeper.pid}/ns/net`, '--', program, ...args];
  }
}
