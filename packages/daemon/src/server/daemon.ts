import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Connection, type Driver, type Identity, type ServiceDefinition } from '@virtweave/core-api';
import { getLogger } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';
import type { ClientOptions } from '../client/client.ts';
import { checkConfig, type Config, type ConfigInput } from '../config/config.ts';
import { Sasl } from '../sasl/sasl.ts';
import { readUsers } from '../sasl/users.ts';
import type { HandedOver } from '../systemd/sockets.ts';
import { listenHandedOver, listenTcp, listenUnix, type Listener } from './listen.ts';
import { policyOf, type SocketKind } from './policy.ts';
import { Session } from './session.ts';

export interface DaemonOptions {
  /** Drivers and services, before installed ones. */
  readonly drivers?: readonly (Driver | ServiceDefinition)[];
  /** Where installed drivers are looked for: `import.meta.url`. Default: where the program lies. */
  readonly from?: string;
  /** Settings for drivers, as `connect()` takes them. */
  readonly driverConfig?: Readonly<Record<string, unknown>>;
  /** Sockets that systemd opened. Where one of them listens the configuration's own does not. */
  readonly handedOver?: readonly HandedOver[];
}

const log = getLogger('daemon');

/** How a client came in. */
interface Entrance {
  readonly kind: SocketKind;
  readonly auth: 'none' | 'sasl';
  readonly readOnly: boolean;
  readonly identity: Identity;
}

/**
 * A server of libvirt's protocol.
 *
 * @example
 * ```ts
 * const daemon = await Daemon.start({ unix: { path: '/tmp/example/sock' } });
 * // virsh -c 'test+unix:///default?socket=/tmp/example/sock' list --all
 * await daemon.close();
 * ```
 */
export class Daemon {
  readonly #config: Config;
  readonly #options: DaemonOptions;
  readonly #listeners: Listener[] = [];
  readonly #sessions = new Set<Session>();
  /** The last who came was one too many. */
  #full = false;
  #departed = 0;

  private constructor(config: Config, options: DaemonOptions) {
    this.#config = config;
    this.#options = options;
  }

  /** @throws VirtError for a configuration that is wrong, and for a place where it cannot listen; then it listens nowhere */
  static async start(config: ConfigInput, options: DaemonOptions = {}): Promise<Daemon> {
    const daemon = new Daemon(checkConfig(config), options);
    try {
      await daemon.#listen();
    } catch (error) {
      await daemon.close();
      throw error;
    }
    return daemon;
  }

  /** Where it listens. */
  get addresses(): readonly string[] {
    return this.#listeners.map(({ address }) => address);
  }

  /** Clients that are connected. */
  get clients(): number {
    return this.#sessions.size;
  }

  /** Clients that have gone since it was started. */
  get departed(): number {
    return this.#departed;
  }

  /**
   * Lets nobody in any more, ends all clients, and waits until what they held is given up.
   *
   * @param patience milliseconds for calls that are under way; default 0
   */
  async close(patience = 0): Promise<void> {
    const stopped = this.#listeners.splice(0).map((listener) => listener.close());
    if (patience > 0) {
      const late = new AbortController();
      const finished = Promise.all([...this.#sessions].map((session) => session.finish()));
      await Promise.race([finished.then(() => late.abort()), sleep(patience, undefined, { signal: late.signal }).catch(() => {})]);
    }
    await Promise.all([...this.#sessions].map((session) => session.close()));
    await Promise.all(stopped);
  }

  async #listen(): Promise<void> {
    const { unix, tcp, tls } = this.#config;
    const taken = new Set<string | undefined>();
    for (const socket of this.#options.handedOver ?? []) {
      const { listener, kind } = await listenHandedOver(socket, (client) => this.#enter(client, entrance));
      const readOnly = isReadOnly(socket) || (unix?.readOnlyPath !== undefined && socket.path === unix.readOnlyPath);
      const auth = kind === 'tcp' ? (tcp?.auth ?? 'sasl') : readOnly ? unix?.readOnlyAuth : unix?.auth;
      const entrance: Entrance = { kind, auth: auth ?? 'none', readOnly, identity: {} };
      taken.add(socket.path);
      this.#listeners.push(listener);
    }
    if (unix && !taken.has(unix.path)) {
      const entrance: Entrance = { kind: 'unix', auth: unix.auth, readOnly: false, identity: {} };
      this.#listeners.push(await listenUnix(unix.path, unix.mode, (socket) => this.#enter(socket, entrance)));
    }
    if (unix?.readOnlyPath !== undefined && !taken.has(unix.readOnlyPath)) {
      const entrance: Entrance = { kind: 'unix', auth: unix.readOnlyAuth, readOnly: true, identity: {} };
      const { readOnlyPath, readOnlyMode } = unix;
      this.#listeners.push(await listenUnix(readOnlyPath, readOnlyMode, (socket) => this.#enter(socket, entrance)));
    }
    if (tcp) {
      const entrance: Entrance = { kind: 'tcp', auth: tcp.auth, readOnly: false, identity: {} };
      this.#listeners.push(await listenTcp(tcp.address, tcp.port, (socket) => this.#enter(socket, entrance)));
    }
    if (tls) {
      const { listenTls } = await import('./listen-tls.ts');
      this.#listeners.push(
        await listenTls(tls, (socket, x509DistinguishedName) =>
          this.#enter(socket, { kind: 'tls', auth: tls.auth, readOnly: false, identity: { x509DistinguishedName } }),
        ),
      );
    }
  }

  #enter(socket: Duplex, entrance: Entrance): void {
    const { limits } = this.#config;
    let anonymous = 0;
    if (entrance.auth !== 'none') for (const { client } of this.#sessions) anonymous += client.authenticated ? 0 : 1;
    if (this.#sessions.size >= limits.clients || (entrance.auth !== 'none' && anonymous >= limits.anonymousClients)) {
      // Said once, not for each of a flood.
      if (!this.#full) log.warning(`too many clients: ${this.#sessions.size}, of which ${anonymous} have not said who they are`);
      this.#full = true;
      socket.destroy();
      return;
    }
    this.#full = false;
    const session: Session = new Session(socket, this.#clientOptions(entrance, () => session.client.identity), limits, (ended) => {
      this.#sessions.delete(ended);
      this.#departed += 1;
    });
    this.#sessions.add(session);
    if (entrance.auth !== 'none') {
      const timer = setTimeout(() => {
        if (!session.client.authenticated) void session.close();
      }, limits.authentication * 1000);
      timer.unref();
    }
  }

  #clientOptions({ kind, auth, readOnly, identity }: Entrance, current: () => Identity): ClientOptions {
    return {
      readOnly,
      auth,
      identity,
      keepAlive: this.#config.keepAlive,
      ...(auth === 'sasl' && { sasl: this.#sasl(kind) }),
      open: (uri, wantsReadOnly) => this.#open(uri, wantsReadOnly, kind, current),
    };
  }

  /** A password in the clear is for TLS, and for sockets that never leave the machine. */
  #sasl(kind: SocketKind): Sasl {
    const { mechanisms, users } = this.#config.sasl;
    const offered = kind === 'tcp' ? mechanisms.filter((each) => each !== 'PLAIN') : mechanisms;
    return new Sasl(offered, () => readUsers(users));
  }

  async #open(uri: string | undefined, readOnly: boolean, kind: SocketKind, identity: () => Identity): Promise<Connection> {
    const { drivers, from, driverConfig } = this.#options;
    const { rules, schemes } = this.#config;
    const scheme = uri?.slice(0, uri.indexOf(':'));
    if (schemes && !(scheme !== undefined && schemes.includes(scheme))) {
      throw new VirtError('VIR_ERR_NO_CONNECT', `${uri ?? ''}: this daemon serves ${schemes.join(', ')}`);
    }
    return await connect(uri, {
      readOnly,
      ...(rules && { policy: policyOf(rules, kind, identity) }),
      ...(drivers && { drivers }),
      ...(from !== undefined && { from }),
      ...(driverConfig && { config: driverConfig }),
    });
  }
}

/** A socket unit says by its name that nothing can be changed there: `virtweaved-ro`, `virtweaved-ro@qemu.socket`. */
function isReadOnly({ name }: HandedOver): boolean {
  return /-ro(@[^.]*)?(\.socket)?$/.test(name);
}
