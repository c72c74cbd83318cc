import type { Duplex } from 'node:stream';
import type {
  CallOptions,
  FileStat,
  Host,
  HostAddress,
  HostCapabilities,
  HostSignal,
  ProcessIdentity,
  ReadOptions,
  RunOptions,
  RunResult,
  SpawnOptions,
  SpawnedProcess,
  WriteOptions,
} from '@virtweave/core-util';

/** One call of a host. */
export interface HostOperation {
  /** The method, such as `writeFile`. */
  readonly name: Exclude<keyof Host, 'label' | 'can' | 'watch' | 'close'>;
  /** Path, program or process: what a message would name. */
  readonly target: string;
  /** Does it change something, or talk to somebody who may? False for reads. */
  readonly changes: boolean;
}

/** A host that passes every call through one function, which may count it, refuse it, or do something around it. */
export abstract class WrappedHost implements Host {
  readonly label: string;
  readonly can: HostCapabilities;
  readonly watch?: NonNullable<Host['watch']>;
  protected readonly inner: Host;

  constructor(inner: Host) {
    this.inner = inner;
    this.label = inner.label;
    this.can = inner.can;
    if (inner.watch !== undefined) this.watch = (folder, listener) => this.aroundWatch(folder, listener);
  }

  /** Does the call, or not. */
  protected abstract around<T>(operation: HostOperation, call: () => Promise<T>): Promise<T>;

  protected aroundWatch(folder: string, listener: (name: string | undefined) => void): { close(): void } {
    return (this.inner.watch as NonNullable<Host['watch']>).call(this.inner, folder, listener);
  }

  #read<T>(name: HostOperation['name'], target: string, call: () => Promise<T>): Promise<T> {
    return this.around({ name, target, changes: false }, call);
  }

  #change<T>(name: HostOperation['name'], target: string, call: () => Promise<T>): Promise<T> {
    return this.around({ name, target, changes: true }, call);
  }

  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult> {
    return this.#change('run', [program, ...args].join(' '), () => this.inner.run(program, args, options));
  }

  spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
    return this.#change('spawn', [program, ...args].join(' '), () => this.inner.spawn(program, args, options));
  }

  process(pid: number): Promise<ProcessIdentity | undefined> {
    return this.#read('process', String(pid), () => this.inner.process(pid));
  }

  signal(target: ProcessIdentity, signal: HostSignal): Promise<boolean> {
    return this.#change('signal', `${target.pid} ${signal}`, () => this.inner.signal(target, signal));
  }

  readFile(path: string, options?: ReadOptions): Promise<Buffer> {
    return this.#read('readFile', path, () => this.inner.readFile(path, options));
  }

  writeFile(path: string, data: string | Uint8Array, options?: WriteOptions): Promise<void> {
    return this.#change('writeFile', path, () => this.inner.writeFile(path, data, options));
  }

  createFile(
    path: string,
    data: string | Uint8Array,
    options?: { mode?: number; durable?: boolean } & CallOptions,
  ): Promise<boolean> {
    return this.#change('createFile', path, () => this.inner.createFile(path, data, options));
  }

  appendFile(path: string, data: string | Uint8Array, options?: { mode?: number } & CallOptions): Promise<void> {
    return this.#change('appendFile', path, () => this.inner.appendFile(path, data, options));
  }

  list(path: string, options?: CallOptions): Promise<readonly string[] | undefined> {
    return this.#read('list', path, () => this.inner.list(path, options));
  }

  stat(path: string, options?: { followLinks?: boolean } & CallOptions): Promise<FileStat | undefined> {
    return this.#read('stat', path, () => this.inner.stat(path, options));
  }

  realPath(path: string, options?: CallOptions): Promise<string> {
    return this.#read('realPath', path, () => this.inner.realPath(path, options));
  }

  readLink(path: string, options?: CallOptions): Promise<string | undefined> {
    return this.#read('readLink', path, () => this.inner.readLink(path, options));
  }

  symlink(target: string, path: string, options?: CallOptions): Promise<void> {
    return this.#change('symlink', path, () => this.inner.symlink(target, path, options));
  }

  rename(from: string, to: string, options?: { durable?: boolean } & CallOptions): Promise<void> {
    return this.#change('rename', `${from} -> ${to}`, () => this.inner.rename(from, to, options));
  }

  remove(path: string, options?: { recursive?: boolean; durable?: boolean } & CallOptions): Promise<boolean> {
    return this.#change('remove', path, () => this.inner.remove(path, options));
  }

  makeFolder(path: string, options?: { mode?: number; durable?: boolean } & CallOptions): Promise<void> {
    return this.#change('makeFolder', path, () => this.inner.makeFolder(path, options));
  }

  connect(address: HostAddress, options?: CallOptions): Promise<Duplex> {
    const target = 'path' in address ? address.path : `${address.host}:${address.port}`;
    return this.#change('connect', target, () => this.inner.connect(address, options));
  }

  openDevice(path: string, options?: CallOptions): Promise<Duplex> {
    return this.#change('openDevice', path, () => this.inner.openDevice(path, options));
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
