import type { Host, Logger } from '@virtweave/core-util';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import { callSite, withCallSite } from './connection/call-site.ts';
import { LazyLogger } from './connection/lazy-logger.ts';
import { Connection } from './connection/connection.ts';
import { hold, release } from './keep-alive.ts';
import { Session } from './connection/session.ts';
import type { AuthCallback, Driver, DriverContext, OpenedConnection, ServiceDefinition } from './contract/driver.ts';
import type { Family } from './contract/members.ts';
import type { ServerDefinition } from './contract/server.ts';
import type { AccessPolicy } from './guard/access.ts';
import { guard, type GuardedFamilies } from './guard/guard.ts';
import { localIdentity, type Identity } from './identity.ts';
import { attachSecondaries } from './registry/attach.ts';
import { servingProgram } from './registry/serving-program.ts';
import { PeerSet } from './registry/peers.ts';
import { findDriver, type DriverSource } from './registry/registry.ts';
import { packageOf, schemeOf } from './registry/scheme.ts';

export interface ConnectOptions {
  /** Drivers, services and a server for this connection, before registered and installed ones. */
  readonly drivers?: readonly (Driver | ServiceDefinition | ServerDefinition)[];
  /** Where installed drivers are looked for first: `import.meta.url`. Default: where the program lies. */
  readonly from?: string;
  /** Refuse everything that changes something. */
  readonly readOnly?: boolean;
  /** Answers questions for credentials. */
  readonly auth?: AuthCallback;
  /** Settings for the driver. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The machine in place of this one. It is not closed with the connection. */
  readonly host?: Host;
  /** Where drivers log. Default: what core-util's `configureLogging` says, which is nowhere until it is called. */
  readonly logger?: Logger;
  /** Who may do what. Default: everything is allowed. */
  readonly policy?: AccessPolicy;
  /** Aborts the opening. */
  readonly signal?: AbortSignal;
  /**
   * Who else may use what this process owns. One process owns a state folder, such as that of `qemu:///system`. With `auto`
   * it lets other processes of the same user in, through a socket in the folder, while this connection is open and where
   * `@virtweave/daemon` is installed; their `connect()` of the same URI finds it by itself, with `@virtweave/driver-remote`.
   * Default `never`: other processes get `VIR_ERR_RESOURCE_BUSY`.
   */
  readonly serve?: 'auto' | 'never';
}

/**
 * Opens a connection.
 *
 * The URI's scheme names the driver: one that was given or registered, else the installed package `@virtweave/driver-SCHEME`,
 * looked for where `options.from` says or the program lies, then beside this package; never in the current directory.
 *
 * Without a URI: `LIBVIRT_DEFAULT_URI`, else `uri_default` of libvirt's client configuration, else QEMU here when its driver is
 * installed. A name without a colon is looked for in that configuration's `uri_aliases`.
 *
 * Errors: `VIR_ERR_NO_CONNECT` for an unknown scheme or a driver that is not installed (it says what to install);
 * `VIR_ERR_RESOURCE_BUSY` when another process owns the state folder and does not serve it (it names its pid).
 *
 * ```ts
 * const connection = await connect('test:///default');
 * for (const domain of await connection.listAllDomains()) console.log(domain.name);
 * await connection.close();
 * ```
 * @libvirt virConnectOpen virConnectOpenAuth virConnectOpenReadOnly
 */
export function connect(uri?: string, options: ConnectOptions = {}): Promise<Connection> {
  return openConnection(uri, options, callSite(connect));
}

async function openConnection(
  given: string | undefined,
  options: ConnectOptions,
  site: ReturnType<typeof callSite>,
): Promise<Connection> {
  hold();
  try {
    options.signal?.throwIfAborted();
    const identity = localIdentity();
    const uri = await uriToOpen(given, options);
    const { families, close } = await openGuarded(uri, options, identity);
    return new Connection(new Session(families, identity, close), uri);
  } catch (error) {
    throw isVirtError(error) ? withCallSite(error, site) : error;
  } finally {
    release();
  }
}

/** What is a URI already needs no look at any file. */
async function uriToOpen(given: string | undefined, options: ConnectOptions): Promise<string> {
  if (given !== undefined && typeof given !== 'string') {
    throw new VirtError('VIR_ERR_INVALID_ARG', 'the connection URI must be a string');
  }
  if (given?.includes(':')) return given;
  const { resolveUri } = await import('./registry/default-uri.ts');
  return await resolveUri(given, { drivers: options.drivers ?? [], from: options.from });
}

async function openGuarded(
  uri: string,
  options: ConnectOptions,
  identity: Identity,
): Promise<{ families: GuardedFamilies; close(): Promise<void> }> {
  const source: DriverSource = { drivers: options.drivers ?? [], from: options.from };
  const driver = await driverFor(uri, source);
  const machine = new LazyHost(options.host);
  const contextFor = (peerUri: string, peers: PeerSet): DriverContext =>
    context(schemeOf(peerUri).scheme, options, identity, machine, peers);
  const { signal: opening, serve: _, ...lasting } = options;
  const sets: PeerSet[] = []; // a peer has peers of its own; all close with the connection
  const peersOf = (asking: string): PeerSet => {
    const set = new PeerSet({
      uri: asking,
      identity,
      source,
      contextFor: (peerUri) => contextFor(peerUri, peersOf(peerUri)),
      connect: (other, signal) => openGuarded(other, signal === undefined ? lasting : { ...lasting, signal }, identity),
    });
    sets.push(set);
    return set;
  };
  const peers = peersOf(uri);
  const { by, opened } = await openOrReach(driver, uri, { ...contextFor(uri, peers), ...(options.serve === 'auto' && { lockProgram: servingProgram }) }, source, opening);
  const readOnly = options.readOnly ?? false;
  const own = guard(opened, { name: by.name, identity, readOnly, policy: options.policy });
  const missing = (by.attach ?? []).filter((f): f is Exclude<Family, 'hypervisor'> => !(f in opened.families));
  const stopServing = await serveFolder(uri, opened, options, lasting, source);
  return {
    families: attachSecondaries(own, missing, (family) => peers.attached(family, readOnly)),
    async close() {
      try {
        await stopServing?.();
        await opened.close();
      } finally {
        for (const set of sets) await set.close();
        await machine.close();
      }
    },
  };
}

/** Opens the driver, or when another process has its state folder and serves it, what that process has. */
async function openOrReach(
  driver: Driver,
  uri: string,
  driverContext: DriverContext,
  source: DriverSource,
  signal: AbortSignal | undefined,
): Promise<{ readonly by: Driver; readonly opened: OpenedConnection }> {
  try {
    return { by: driver, opened: await openDriver(driver, uri, driverContext, signal) };
  } catch (error) {
    if (!isVirtError(error, 'VIR_ERR_RESOURCE_BUSY')) throw error;
    const { ownerOf, uriThrough } = await import('./registry/owner.ts');
    const owner = await ownerOf(error, await driverContext.host(), signal);
    if (owner?.socket === undefined) throw error;
    const busy = (why: string, cause: unknown): VirtError =>
      new VirtError('VIR_ERR_RESOURCE_BUSY', `${error.detail ?? ''}; ${why}`, { int1: owner.pid, cause });
    const remote = await findDriver('remote', source);
    if (remote === undefined) {
      const name = packageOf('remote');
      throw busy(`it serves others, which takes ${name}: npm install ${name}`, error);
    }
    // What the driver itself would heed is the owner's business.
    const { keepAlive, reconnect } = driverContext.config;
    const config = { ...(keepAlive !== undefined && { keepAlive }), ...(reconnect !== undefined && { reconnect }) };
    const through = uriThrough(owner.socket, uri);
    try {
      return { by: remote, opened: await openDriver(remote, through, { ...driverContext, config }, signal) };
    } catch (cause) {
      if (!isVirtError(cause)) throw cause;
      throw busy(`its socket '${owner.socket}' does not let us in: ${cause.message}`, cause);
    }
  }
}

/** With `serve: 'auto'`, lets other processes use what this one owns. */
async function serveFolder(
  uri: string,
  { stateFolder: folder }: OpenedConnection,
  { serve = 'never' }: ConnectOptions,
  lasting: Omit<ConnectOptions, 'signal' | 'serve'>,
  source: DriverSource,
): Promise<(() => Promise<void>) | undefined> {
  if (serve !== 'auto' || folder === undefined) return undefined;
  const module = await import('./registry/serve.ts');
  const logger = lasting.logger ?? new LazyLogger('serve');
  return module.serve({
    folder,
    uri,
    source,
    open: (readOnly) => connect(uri, { ...lasting, readOnly: readOnly || lasting.readOnly === true }),
    failed: (error) => logger.warning(`'${folder}' is not served to other processes: ${String(error)}`),
  });
}

async function driverFor(uri: string, source: DriverSource): Promise<Driver> {
  const { scheme, transport, server } = schemeOf(uri);
  if (transport === undefined) {
    const driver = await findDriver(scheme, source);
    if (driver !== undefined && (!server || driver.remote === true)) return driver;
    if (driver === undefined && !server) {
      // No driver here: perhaps a daemon has one.
      const remote = await findDriver('remote', source);
      if (remote !== undefined) return remote;
      const name = packageOf(scheme);
      throw new VirtError('VIR_ERR_NO_CONNECT', `${uri}: ${name} is not installed: npm install ${name}`);
    }
  }
  const remote = await findDriver('remote', source);
  if (remote !== undefined) return remote;
  const name = packageOf('remote');
  throw new VirtError('VIR_ERR_NO_CONNECT', `${uri} needs ${name}, which is not installed: npm install ${name}`);
}

async function openDriver(
  driver: Driver,
  uri: string,
  driverContext: DriverContext,
  signal: AbortSignal | undefined,
): ReturnType<Driver['open']> {
  try {
    return await driver.open(uri, driverContext);
  } catch (error) {
    if (isVirtError(error) || (signal?.aborted === true && error === signal.reason)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `driver ${driver.name} failed to open ${uri}: ${reason}`, {
      cause: error,
    });
  }
}

function context(
  name: string,
  options: ConnectOptions,
  identity: Identity,
  machine: LazyHost,
  peers: PeerSet,
): DriverContext {
  const { auth, signal, config = {}, readOnly = false } = options;
  return {
    host: () => machine.get(),
    peers,
    logger: options.logger ?? new LazyLogger(name),
    readOnly,
    identity,
    config,
    lockProgram: 'virtweave',
    ...(auth === undefined ? {} : { auth }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** This machine, made when somebody asks for it; closed with the connection when we made it. */
class LazyHost {
  readonly #given: Host | undefined;
  #made: Promise<Host> | undefined;

  constructor(given: Host | undefined) {
    this.#given = given;
  }

  async get(): Promise<Host> {
    if (this.#given !== undefined) return this.#given;
    this.#made ??= import('@virtweave/core-util/host').then(({ LocalHost }) => new LocalHost());
    return this.#made;
  }

  async close(): Promise<void> {
    await (await this.#made)?.close();
  }
}
