import type { Duplex } from 'node:stream';
import type {
  CallOptions,
  FileStat,
  Host,
  HostAddress,
  HostCapabilities,
  HostSignal,
  PipeOptions,
  ProcessIdentity,
  ReadOptions,
  Receiving,
  RunOptions,
  RunResult,
  SpawnOptions,
  SpawnedProcess,
  TlsOptions,
  WriteOptions,
} from './host.ts';
import * as files from './local/files.ts';
import { identify, signalProcess } from './local/processes.ts';
import { watch } from './local/watch.ts';

// Programs, sockets and devices are imported when they are first used: who only opens a test connection needs none.

const mark = Symbol.for('virtweave.LocalHost');

/**
 * The machine that this process runs on.
 *
 * @example
 * ```ts
 * const host = new LocalHost();
 * const { stdout } = await host.run('uname', ['-r']);
 * await host.writeFile('/run/virtweave/kernel', stdout);
 * ```
 */
export class LocalHost implements Host {
  readonly label: string = 'localhost';

  static {
    Object.defineProperty(this.prototype, mark, { value: true });
  }

  /** So that `instanceof` knows those of other copies of this package, too: programs have one in their bundle. */
  static [Symbol.hasInstance](value: unknown): boolean {
    if (this !== LocalHost) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && mark in value;
  }

  readonly can: HostCapabilities = { watch: true, inheritSockets: true };

  async run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult> {
    const { run } = await import('./local/run.ts');
    return run(program, args, options);
  }

  async spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
    const { spawn } = await import('./local/spawn.ts');
    return spawn(program, args, options);
  }

  async process(pid: number): Promise<ProcessIdentity | undefined> {
    return identify(pid);
  }

  async signal(target: ProcessIdentity, signal: HostSignal): Promise<boolean> {
    return signalProcess(target, signal);
  }

  readFile(path: string, options?: ReadOptions): Promise<Buffer> {
    return files.readFile(path, options);
  }

  writeFile(path: string, data: string | Uint8Array, options?: WriteOptions): Promise<void> {
    return files.writeFile(path, data, options);
  }

  createFile(
    path: string,
    data: string | Uint8Array,
    options?: { mode?: number; durable?: boolean } & CallOptions,
  ): Promise<boolean> {
    return files.createFile(path, data, options);
  }

  appendFile(path: string, data: string | Uint8Array, options?: { mode?: number } & CallOptions): Promise<void> {
    return files.appendFile(path, data, options);
  }

  list(path: string, options?: CallOptions): Promise<readonly string[] | undefined> {
    return files.list(path, options);
  }

  stat(path: string, options?: { followLinks?: boolean } & CallOptions): Promise<FileStat | undefined> {
    return files.stat(path, options);
  }

  realPath(path: string, options?: CallOptions): Promise<string> {
    return files.realPath(path, options);
  }

  readLink(path: string, options?: CallOptions): Promise<string | undefined> {
    return files.readLink(path, options);
  }

  symlink(target: string, path: string, options?: CallOptions): Promise<void> {
    return files.symlink(target, path, options);
  }

  rename(from: string, to: string, options?: { durable?: boolean } & CallOptions): Promise<void> {
    return files.rename(from, to, options);
  }

  remove(path: string, options?: { recursive?: boolean; durable?: boolean } & CallOptions): Promise<boolean> {
    return files.remove(path, options);
  }

  makeFolder(path: string, options?: { mode?: number; durable?: boolean } & CallOptions): Promise<void> {
    return files.makeFolder(path, options);
  }

  async connect(address: HostAddress, options?: CallOptions): Promise<Duplex> {
    const { connect } = await import('./local/connect.ts');
    return connect(address, options);
  }

  async connectTls(address: { readonly host: string; readonly port: number }, options: TlsOptions): Promise<Duplex> {
    const { connectTls } = await import('./local/connect-tls.ts');
    return connectTls(address, options);
  }

  async pipe(program: string, args: readonly string[], options?: PipeOptions): Promise<Duplex> {
    const { pipe } = await import('./local/pipe.ts');
    return pipe(program, args, options);
  }

  async openDevice(path: string, options?: CallOptions): Promise<Duplex> {
    const { openDevice } = await import('./local/device.ts');
    return openDevice(path, options);
  }

  async receive(socket: string, file: string, options?: CallOptions): Promise<Receiving> {
    const { receive } = await import('./local/receive.ts');
    return receive(socket, file, options);
  }

  async portIsFree(port: number, address: string): Promise<boolean> {
    const { portIsFree } = await import('./local/listen-tcp.ts');
    return portIsFree(port, address);
  }

  watch(folder: string, listener: (name: string | undefined) => void): { close(): void } {
    return watch(folder, listener);
  }

  async close(): Promise<void> {
    // Nothing is kept open between calls.
  }
}
