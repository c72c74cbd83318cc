import net from 'node:net';
import os from 'node:os';
import type { Client, ClientChannel, SFTPWrapper } from 'ssh2';
import { VirtError } from '../../errors/virt-error.ts';
import type { CallOptions } from '../host.ts';
import { systemError } from '../system-error.ts';
import { knownKeyTypes } from '../known-hosts.ts';
import { readKnownHosts, refuseHostKey, signatureAlgorithms } from './host-key.ts';
import { identities } from './identity.ts';
import type { SshOptions } from './options.ts';

/**
 * One ssh connection: its client, one sftp session over it, and the count of calls that are under way. While there are
 * none, the connection does not keep the process alive.
 */
export class SshLink {
  readonly label: string;
  readonly client: Client;
  readonly #socket: net.Socket;
  #sftp: Promise<SFTPWrapper> | undefined;
  #calls = 0;
  #closed: VirtError | undefined;

  private constructor(label: string, client: Client, socket: net.Socket) {
    this.label = label;
    this.client = client;
    this.#socket = socket;
    client.on('error', (error) => this.#close(error));
    client.on('close', () => this.#close());
    socket.unref();
  }

  static async open(options: SshOptions): Promise<SshLink> {
    options.signal?.throwIfAborted();
    const { host, port = 22, user = os.userInfo().username, timeout = 20_000 } = options;
    const label = port === 22 ? `${user}@${host}` : `${user}@${host}:${port}`;
    const known = options.verify === 'ignore' ? undefined : await readKnownHosts(options);
    const methods = await identities(options, user);
    const { Client } = (await import('ssh2')).default;
    options.signal?.throwIfAborted();
    // First removed, then put in front: the server then shows a key that we can compare.
    const wanted = known === undefined ? [] : knownKeyTypes(known, host, port).flatMap(signatureAlgorithms);
    const client = new Client();
    const socket = net.connect({ host, port, noDelay: true });
    let refused: VirtError | undefined;
    const onAbort = (): void => void socket.destroy();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        client.once('ready', resolve);
        client.once('error', reject);
        client.once('close', () => reject(new Error('the connection was closed')));
        socket.once('error', reject);
        client.connect({
          sock: socket,
          username: user,
          authHandler: methods as never,
          hostVerifier: (key: Buffer) => {
            refused = known === undefined ? undefined : refuseHostKey(known, host, port, key);
            return refused === undefined;
          },
          ...(wanted.length === 0 ? {} : { algorithms: { serverHostKey: { remove: wanted, prepend: wanted } as never } }),
          readyTimeout: timeout,
          keepaliveInterval: options.keepalive ?? 0,
        });
      });
    } catch (error) {
      client.on('error', () => undefined);
      client.destroy();
      socket.destroy();
      if (options.signal?.aborted) throw options.signal.reason;
      throw refused ?? connectError(label, host, port, timeout, error);
    } finally {
      options.signal?.removeEventListener('abort', onAbort);
    }
    return new SshLink(label, client, socket);
  }

  /** Makes a call that keeps the process alive while it is under way, and that ends when the connection does. */
  async call<T>(options: CallOptions, action: () => Promise<T>): Promise<T> {
    options.signal?.throwIfAborted();
    if (this.#closed !== undefined) throw this.#closed;
    if (this.#calls++ === 0) this.#socket.ref();
    try {
      return await action();
    } catch (error) {
      // Whatever the call says about it: without a connection this is the reason.
      if (this.#closed !== undefined && !options.signal?.aborted) throw this.#closed;
      throw error;
    } finally {
      if (--this.#calls === 0) this.#socket.unref();
    }
  }

  /** The sftp session, opened with the first call that needs it. */
  sftp(): Promise<SFTPWrapper> {
    this.#sftp ??= new Promise<SFTPWrapper>((resolve, reject) => {
      this.client.sftp((error, sftp) => {
        if (error !== undefined && error !== null) reject(error);
        else resolve(sftp.on('close', () => (this.#sftp = undefined)));
      });
    }).catch((error: unknown) => {
      this.#sftp = undefined;
      throw new VirtError('VIR_ERR_SSH', `cannot open an sftp session with '${this.label}': ${String((error as Error).message)}`, { cause: error });
    });
    return this.#sftp;
  }

  /** A channel in which the login shell over there reads one command line. */
  exec(command: string): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      this.client.exec(command, (error, channel) => {
        if (error === undefined || error === null) resolve(channel);
        else reject(new VirtError('VIR_ERR_SSH', `cannot run programs on '${this.label}': ${error.message}`, { cause: error }));
      });
    });
  }

  async close(): Promise<void> {
    if (this.#closed !== undefined) return;
    this.#closed = new VirtError('VIR_ERR_SSH', `the connection to '${this.label}' is closed`);
    await new Promise<void>((resolve) => {
      this.client.once('close', () => resolve());
      this.#socket.ref();
      this.client.end();
    });
  }

  #close(cause?: Error): void {
    const why = cause === undefined ? '' : `: ${cause.message}`;
    this.#closed ??= new VirtError('VIR_ERR_SSH', `the connection to '${this.label}' was lost${why}`, { cause });
  }
}

function connectError(label: string, host: string, port: number, timeout: number, error: unknown): VirtError {
  const { level, message, code } = error as { level?: string; message?: string; code?: unknown };
  if (level === 'client-authentication') return new VirtError('VIR_ERR_AUTH_FAILED', `'${label}' accepts none of the keys or passwords`, { cause: error });
  if (level === 'client-timeout') return new VirtError('VIR_ERR_OPERATION_TIMEOUT', `'${label}' is not ready after ${timeout} ms`, { cause: error });
  if (typeof code === 'string') return systemError(`unable to connect to server at '${host}:${port}'`, error);
  return new VirtError('VIR_ERR_SSH', `cannot connect to '${label}': ${message ?? String(error)}`, { cause: error });
}
