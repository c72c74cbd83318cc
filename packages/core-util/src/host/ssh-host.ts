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
  RunOptions,
  RunResult,
  SpawnOptions,
  SpawnedProcess,
  WriteOptions,
} from './host.ts';
import { connect, openDevice } from './ssh/connect.ts';
import { run } from './ssh/exec.ts';
import * as files from './ssh/files.ts';
import { SshLink } from './ssh/link.ts';
import type { SshOptions } from './ssh/options.ts';
import { pipe } from './ssh/pipe.ts';
import { identify, signalProcess, spawn } from './ssh/processes.ts';

/**
 * Another machine, over ssh: a Linux with a POSIX login shell, coreutils, util-linux (setsid) and OpenSSH's sftp server.
 * Made by {@link connectSsh}.
 */
export class SshHost implements Host {
  readonly label: string;
  readonly can: HostCapabilities = { watch: false, inheritSockets: false };
  readonly #link: SshLink;

  private constructor(link: SshLink) {
    this.#link = link;
    this.label = link.label;
  }

  static async connect(options: SshOptions): Promise<SshHost> {
    return new SshHost(await SshLink.open(options));
  }

  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult> {
    return run(this.#link, program, args, options);
  }

  spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
    return spawn(this.#link, program, args, options);
  }

  process(pid: number): Promise<ProcessIdentity | undefined> {
    return identify(this.#link, pid);
  }

  signal(target: ProcessIdentity, signal: HostSignal): Promise<boolean> {
    return signalProcess(this.#link, target, signal);
  }

  readFile(path: string, options?: ReadOptions): Promise<Buffer> {
    return files.readFile(this.#link, path, options);
  }

  writeFile(path: string, data: string | Uint8Array, options?: WriteOptions): Promise<void> {
    return files.writeFile(this.#link, path, data, options);
  }

  createFile(
    path: string,
    data: string | Uint8Array,
    options?: { mode?: number; durable?: boolean } & CallOptions,
  ): Promise<boolean> {
    return files.createFile(this.#link, path, data, options);
  }

  appendFile(path: string, data: string | Uint8Array, options?: { mode?: number } & CallOptions): Promise<void> {
    return files.appendFile(this.#link, path, data, options);
  }

  list(path: string, options?: CallOptions): Promise<readonly string[] | undefined> {
    return files.list(this.#link, path, options);
  }

  stat(path: string, options?: { followLinks?: boolean } & CallOptions): Promise<FileStat | undefined> {
    return files.stat(this.#link, path, options);
  }

  realPath(path: string, options?: CallOptions): Promise<string> {
    return files.realPath(this.#link, path, options);
  }

  readLink(path: string, options?: CallOptions): Promise<string | undefined> {
    return files.readLink(this.#link, path, options);
  }

  symlink(target: string, path: string, options?: CallOptions): Promise<void> {
    return files.symlink(this.#link, target, path, options);
  }

  rename(from: string, to: string, options?: { durable?: boolean } & CallOptions): Promise<void> {
    return files.rename(this.#link, from, to, options);
  }

  remove(path: string, options?: { recursive?: boolean; durable?: boolean } & CallOptions): Promise<boolean> {
    return files.remove(this.#link, path, options);
  }

  makeFolder(path: string, options?: { mode?: number; durable?: boolean } & CallOptions): Promise<void> {
    return files.makeFolder(this.#link, path, options);
  }

  connect(address: HostAddress, options?: CallOptions): Promise<Duplex> {
    return connect(this.#link, address, options);
  }

  pipe(program: string, args: readonly string[], options?: PipeOptions): Promise<Duplex> {
    return pipe(this.#link, program, args, options);
  }

  openDevice(path: string, options?: CallOptions): Promise<Duplex> {
    return openDevice(this.#link, path, options);
  }

  close(): Promise<void> {
    return this.#link.close();
  }
}
