import type { Duplex } from 'node:stream';

/**
 * The one door to a machine. Drivers never use `child_process`, `fs` or `net`: they are handed a `Host`, which is this
 * machine ({@link LocalHost}), another one over ssh ({@link SshHost}), or a pretended one in tests.
 *
 * Every failure is a `VirtError`: `VIR_ERR_SYSTEM_ERROR` with the operation, the path and the system's words, `int1` the
 * errno and `cause` the original error. An aborted call rejects with the signal's reason.
 */
export interface Host {
  /** What messages call it: `localhost`, or `user@host`. */
  readonly label: string;
  /** What this host can do beyond the common ground. */
  readonly can: HostCapabilities;

  /** Runs a program to its end. Never through a shell. A non-zero exit rejects with `VIR_ERR_INTERNAL_ERROR`, unless `check` is false. */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Starts a long-lived program that outlives this process, in a session of its own. */
  spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess>;
  /** Identity of a process that may have been started by somebody else; undefined when there is none. */
  process(pid: number): Promise<ProcessIdentity | undefined>;
  /** Sends a signal to the process, if it still is the same one. Says whether it was there. */
  signal(target: ProcessIdentity, signal: HostSignal): Promise<boolean>;

  readFile(path: string, options?: ReadOptions): Promise<Buffer>;
  /**
   * Replaces a file at once: readers see the old or the new content, never half of it. With `durable` (the default) the
   * content and its name survive a power cut when the promise resolves.
   */
  writeFile(path: string, data: string | Uint8Array, options?: WriteOptions): Promise<void>;
  /** Creates a file that must not exist yet; false when it does. */
  createFile(path: string, data: string | Uint8Array, options?: { mode?: number; durable?: boolean } & CallOptions): Promise<boolean>;
  appendFile(path: string, data: string | Uint8Array, options?: { mode?: number } & CallOptions): Promise<void>;
  /** Names in a folder, sorted; undefined when the folder is absent. */
  list(path: string, options?: CallOptions): Promise<readonly string[] | undefined>;
  /** undefined when nothing is there. Follows links unless told otherwise. */
  stat(path: string, options?: { followLinks?: boolean } & CallOptions): Promise<FileStat | undefined>;
  /** The path without links. Rejects when absent. */
  realPath(path: string, options?: CallOptions): Promise<string>;
  /** Target of a symbolic link, as written; undefined when absent. */
  readLink(path: string, options?: CallOptions): Promise<string | undefined>;
  /** Makes a symbolic link, durably; an existing one is replaced at once. */
  symlink(target: string, path: string, options?: CallOptions): Promise<void>;
  /** Gives a file or folder another name, replacing a file that has it. Durable by default. */
  rename(from: string, to: string, options?: { durable?: boolean } & CallOptions): Promise<void>;
  /** Removes a file, a link or (with `recursive`) a folder, durably by default. Says whether it was there. */
  remove(path: string, options?: { recursive?: boolean; durable?: boolean } & CallOptions): Promise<boolean>;
  /** Makes a folder and those above it, durably, with mode 0700 by default. An existing one is left as it is. */
  makeFolder(path: string, options?: { mode?: number; durable?: boolean } & CallOptions): Promise<void>;

  /** Opens a socket. The stream is connected when the promise resolves. */
  connect(address: HostAddress, options?: CallOptions): Promise<Duplex>;
  /** Opens a character device, such as a pty, for reading and writing. */
  openDevice(path: string, options?: CallOptions): Promise<Duplex>;

  /** Opens a TLS connection, the peer's certificate checked. Absent where this program's own TLS would end elsewhere (ssh). */
  connectTls?(address: { readonly host: string; readonly port: number }, options: TlsOptions): Promise<Duplex>;
  /**
   * Runs a program whose standard input and output are the stream, until either ends. Never through a shell. What it says on
   * standard error is told when it ends with a non-zero status.
   */
  pipe?(program: string, args: readonly string[], options?: PipeOptions): Promise<Duplex>;

  /**
   * Listens on a new unix socket for one sender, and adds all that comes to the end of a file that is there. Absent where
   * no socket can be made (ssh).
   */
  receive?(socket: string, file: string, options?: CallOptions): Promise<Receiving>;

  /** Could a server listen on this TCP port now? Absent where it takes a look at all connections to tell (ssh). */
  portIsFree?(port: number, address: string): Promise<boolean>;

  /** Only with `can.watch`: calls back when something in the folder changes. */
  watch?(folder: string, listener: (name: string | undefined) => void): { close(): void };

  close(): Promise<void>;
}

/** A file that grows by what a socket brings. */
export interface Receiving {
  /** Resolves when the sender has closed its end, and everything is on the disk. */
  readonly done: Promise<void>;
  /** Stops; what came so far stays in the file. */
  cancel(): void;
}

export interface HostCapabilities {
  /** `watch` is there. */
  readonly watch: boolean;
  /** `spawn` can hand down listening sockets (`SpawnOptions.listen`). */
  readonly inheritSockets: boolean;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface RunOptions extends CallOptions {
  /** Written to standard input, which is closed after it. */
  readonly input?: string | Uint8Array;
  /** The whole environment. Default: `LC_ALL=C` and the host's PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Reject when the exit status is not zero. Default true. */
  readonly check?: boolean;
  /** Most bytes kept of each output stream; more ends the program and rejects. Default 16 MiB. */
  readonly maxOutput?: number;
  /** Milliseconds after which the program is ended and the call rejects with `VIR_ERR_OPERATION_TIMEOUT`. Default none. */
  readonly timeout?: number;
}

/** Who we are and whom we believe, all PEM. */
export interface TlsOptions extends CallOptions {
  /** Authorities in place of the system's. */
  readonly ca?: string | Uint8Array;
  /** Revoked certificates. */
  readonly crl?: string | Uint8Array;
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
  /** The name that the certificate must have. Default: the host. */
  readonly serverName?: string;
  /** Accept any certificate, and with it whoever sits in between. Default true. */
  readonly verify?: boolean;
}

export interface PipeOptions extends CallOptions {
  /** The whole environment; over ssh it is that of the login. Default: `LC_ALL=C` and the host's PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunResult {
  /** Exit status; null when a signal ended the program. */
  readonly status: number | null;
  readonly signal: HostSignal | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions extends CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard output and standard error are appended to this file (created with mode 0600). */
  readonly log: string;
  /** Unix sockets that the program inherits, listening, as descriptors 3, 4, ... Only with `can.inheritSockets`. */
  readonly listen?: readonly { readonly path: string }[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Names one process for good: pids come round again, a pid with its start time does not (until the next boot). */
export interface ProcessIdentity {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks after boot. */
  readonly startTime: string;
}

export interface SpawnedProcess extends ProcessIdentity {
  /** Resolves when the program ends. It does not keep this process alive. Absent when the host cannot tell (ssh). */
  readonly exited?: Promise<{ readonly status: number | null; readonly signal: HostSignal | null }>;
}

export type HostSignal = NodeJS.Signals;

export interface ReadOptions extends CallOptions {
  /** Most bytes to read; a longer file rejects with `VIR_ERR_SYSTEM_ERROR` (EFBIG). Default 64 MiB. */
  readonly maxBytes?: number;
  /** Read only the part that starts here. */
  readonly offset?: number;
  /** With this many bytes at most; a longer file is not an error then. */
  readonly length?: number;
}

export interface WriteOptions extends CallOptions {
  /** Permission bits. Default 0o600. */
  readonly mode?: number;
  readonly durable?: boolean;
}

export interface FileStat {
  readonly type: 'file' | 'folder' | 'link' | 'block' | 'character' | 'socket' | 'fifo';
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  /** The same as `mtime` over ssh, where sftp does not tell it. */
  readonly ctime: number;
  /** Absent over ssh. */
  readonly inode?: bigint;
  readonly device?: bigint;
  /** Bytes that it takes on its file system. Absent over ssh. */
  readonly allocated?: number;
}

export type HostAddress = { readonly path: string } | { readonly host: string; readonly port: number };
