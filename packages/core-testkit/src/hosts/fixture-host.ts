import type { Duplex } from 'node:stream';
import {
  duplexPair,
  errnoError,
  type CallOptions,
  type HostAddress,
  type HostCapabilities,
  type HostSignal,
  type Host,
  type ProcessIdentity,
  type RunOptions,
  type RunResult,
  type SpawnOptions,
  type SpawnedProcess,
} from '@virtweave/core-util';
import { CommandScript, type FixtureCommand, type RanCommand } from './command-script.ts';
import { MemoryFiles } from './memory-files.ts';
import { MemoryTree, type MemorySpecial } from './memory-tree.ts';

/** What stands at a path at the beginning: content of a file, or something else. */
export type FixtureEntry =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly mode?: number; readonly uid?: number; readonly gid?: number }
  | { readonly link: string }
  | { readonly folder: true; readonly mode?: number }
  | { readonly special: MemorySpecial['type']; readonly mode?: number };

export interface FixtureOptions {
  /** Default `fixture`. */
  readonly label?: string;
  /** By absolute path. Folders above them are made. */
  readonly files?: Readonly<Record<string, FixtureEntry>>;
  /** What may be run, and what comes of it. */
  readonly commands?: readonly FixtureCommand[];
  /** The commands must come in the order in which they stand. Default false. */
  readonly ordered?: boolean;
}

interface PretendedProcess {
  readonly identity: ProcessIdentity;
  end(status: number | null, signal: HostSignal | null): void;
}

/**
 * A machine that is not there: a tree of files in memory, and a script of the commands that may be run. An unexpected
 * command fails, named; what was run is recorded.
 *
 * @example
 * ```ts
 * const host = new FixtureHost({
 *   files: { '/proc/cpuinfo': 'processor : 0\n', '/dev/kvm': { special: 'character' }, '/bin/sh': { link: 'dash' } },
 *   commands: [{ program: 'ip', args: ['-json', 'link'], stdout: '[]' }],
 * });
 * ```
 */
export class FixtureHost extends MemoryFiles implements Host {
  readonly label: string;
  readonly can: HostCapabilities = { watch: false, inheritSockets: true };
  readonly #script: CommandScript;
  readonly #servers = new Map<string, (stream: Duplex) => void>();
  readonly #processes = new Map<number, PretendedProcess>();
  #pids = 1000;

  constructor(options: FixtureOptions = {}) {
    super(new MemoryTree());
    this.label = options.label ?? 'fixture';
    this.#script = new CommandScript(options.commands ?? [], options.ordered === true);
    for (const [path, entry] of Object.entries(options.files ?? {})) this.put(path, entry);
  }

  /** Everything that was run or spawned, in order. */
  get ran(): readonly RanCommand[] {
    return this.#script.ran;
  }

  /** Expected commands that were not run (yet). Those with `times: Infinity` are never missed. */
  get missed(): readonly FixtureCommand[] {
    return this.#script.missed;
  }

  /** Puts something into the tree, as if it had always been there. */
  put(path: string, entry: FixtureEntry): void {
    this.#plant(path, entry);
    this.tree.syncAll();
  }

  #plant(path: string, entry: FixtureEntry): void {
    const { tree } = this;
    const slash = path.lastIndexOf('/');
    let above = '';
    for (const name of path.slice(0, slash).split('/').filter((part) => part !== '')) {
      above += `/${name}`;
      const place = tree.find(above);
      if (place.node === undefined) tree.put(place, tree.newFolder(0o755));
    }
    const place = tree.find(path, false);
    if (typeof entry === 'string' || entry instanceof Uint8Array) tree.put(place, tree.newFile(Buffer.from(entry), 0o644));
    else if ('link' in entry) tree.put(place, tree.newLink(entry.link));
    else if ('folder' in entry) tree.put(place, tree.newFolder(entry.mode ?? 0o755));
    else if ('special' in entry) tree.put(place, tree.newSpecial(entry.special, entry.mode ?? 0o600));
    else {
      const file = tree.newFile(Buffer.from(entry.content), entry.mode ?? 0o644);
      tree.put(place, Object.assign(file, { uid: entry.uid ?? 0, gid: entry.gid ?? 0 }));
    }
  }

  /** Everything below a folder: text of files, `-> target` of links, `type` of the rest. For whole comparisons in tests. */
  contents(under = '/'): Record<string, string> {
    const all: Record<string, string> = {};
    for (const [path, node] of this.tree.paths()) {
      if (!path.startsWith(under.endsWith('/') ? under : `${under}/`)) continue;
      if (node.type === 'file') all[path] = node.data.toString();
      else all[path] = node.type === 'link' ? `-> ${node.target}` : node.type;
    }
    return all;
  }

  /** Forgets what was not made durable; pretended processes and sockets are gone. */
  powerCut(): void {
    this.tree.powerCut();
    for (const { identity } of [...this.#processes.values()]) this.endProcess(identity.pid, null, 'SIGKILL');
    this.#servers.clear();
  }

  async run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    options.signal?.throwIfAborted();
    return this.#script.run(program, args, options);
  }

  async spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
    options.signal?.throwIfAborted();
    const command = this.#script.take(program, args, {});
    await this.appendFile(options.log, command.stderr ?? '');
    const identity = this.startProcess();
    const exited = new Promise<{ status: number | null; signal: HostSignal | null }>((resolve) => {
      const { end } = this.#processes.get(identity.pid) as PretendedProcess;
      this.#processes.set(identity.pid, {
        identity,
        end: (status, signal) => {
          end(status, signal);
          resolve({ status, signal });
        },
      });
    });
    for (const { path } of options.listen ?? []) {
      this.#plant(path, { special: 'socket', mode: 0o755 });
      if (command.serve !== undefined) this.serve(path, command.serve);
    }
    if (command.status !== undefined) this.endProcess(identity.pid, command.status, null);
    return { ...identity, exited };
  }

  /** Pretends that a process is running, such as one that a QEMU started with `-daemonize` would be. */
  startProcess(): ProcessIdentity {
    const pid = ++this.#pids;
    const identity = { pid, startTime: String(pid * 100) };
    this.#processes.set(pid, { identity, end: () => this.#processes.delete(pid) });
    return identity;
  }

  /** Ends a pretended process. */
  endProcess(pid: number, status: number | null, signal: HostSignal | null = null): void {
    this.#processes.get(pid)?.end(status, signal);
  }

  async process(pid: number): Promise<ProcessIdentity | undefined> {
    return this.#processes.get(pid)?.identity;
  }

  /** Every signal but those that stop, continue or only ask (number 0) ends the process. */
  async signal(target: ProcessIdentity, signal: HostSignal): Promise<boolean> {
    const found = this.#processes.get(target.pid);
    if (found?.identity.startTime !== target.startTime) return false;
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') found.end(null, signal);
    return true;
  }

  /** Serves a unix socket (or, by its path, a device): the handler gets the other end of each connection. */
  serve(path: string, handler: (stream: Duplex) => void): void {
    this.#servers.set(path, handler);
  }

  async connect(address: HostAddress, options: CallOptions = {}): Promise<Duplex> {
    options.signal?.throwIfAborted();
    if (!('path' in address)) throw errnoError(`unable to connect to server at '${address.host}:${address.port}'`, 'ECONNREFUSED');
    return this.#open(address.path, `Failed to connect socket to '${address.path}'`);
  }

  async openDevice(path: string, options: CallOptions = {}): Promise<Duplex> {
    options.signal?.throwIfAborted();
    return this.#open(path, `cannot open '${path}'`);
  }

  #open(path: string, doing: string): Duplex {
    const handler = this.#servers.get(path);
    if (handler !== undefined) {
      const [ours, theirs] = duplexPair();
      handler(theirs);
      return ours;
    }
    let there = false;
    try {
      there = this.tree.find(path).node !== undefined;
    } catch {
      // A folder above it is absent: so is the socket.
    }
    throw errnoError(doing, there ? 'ECONNREFUSED' : 'ENOENT');
  }

  async close(): Promise<void> {
    // The pretended machine goes on; nothing of ours is open in it.
  }
}
