import type { Connection, Identity, UserFamilies } from '@virtweave/core-api';
import type { RpcSession } from '@virtweave/core-rpc';
import { connectEventConnectionClosed } from '@virtweave/core-rpc/protocol/events';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import { Registrations } from '../events/registrations.ts';
import type { Sasl, SaslAnswer } from '../sasl/sasl.ts';

/** Opens what a client asks for, in its name. */
export type OpenConnection = (uri: string | undefined, readOnly: boolean, identity: Identity) => Promise<Connection>;

export interface ClientOptions {
  /** The socket that it came by allows looking only. */
  readonly readOnly: boolean;
  /** What it must do before anything else. */
  readonly auth: 'none' | 'sasl';
  readonly identity: Identity;
  /** How it shows who it is, where it must. */
  readonly sasl?: Sasl;
  /** Signs of life that it is asked for, once it said that it gives them; seconds. */
  readonly keepAlive: { readonly interval: number; readonly count: number };
  readonly open: OpenConnection;
}

/** One client of the daemon: who it is, and the connection that it opened. Procedures ask it for the families. */
export class Client {
  readonly options: ClientOptions;
  readonly registrations: Registrations;
  /** Who it is; SASL adds a name. */
  identity: Identity;
  authenticated: boolean;
  #session: RpcSession | undefined;
  #connection: Connection | undefined;
  #opening: Promise<void> | undefined;
  #closed = false;
  #onClose: ((reason: number) => void) | undefined;

  constructor(options: ClientOptions) {
    this.options = options;
    this.identity = options.identity;
    this.authenticated = options.auth === 'none';
    this.registrations = new Registrations(this);
  }

  get sasl(): Sasl | undefined {
    return this.options.sasl;
  }

  /** One step of showing who it is. @throws VirtError when it failed, or is over already */
  async saslStep(
    step: (sasl: Sasl) => Promise<SaslAnswer>,
  ): Promise<{ complete: number; nil: number; data: Uint8Array }> {
    const { sasl } = this;
    if (!sasl || this.authenticated) throw new VirtError('VIR_ERR_AUTH_FAILED', 'authentication failed');
    const { data, user } = await step(sasl);
    if (user !== undefined) {
      this.identity = { ...this.identity, saslUserName: user };
      this.authenticated = true;
    }
    return { complete: user === undefined ? 0 : 1, nil: data === undefined ? 1 : 0, data: data ?? new Uint8Array() };
  }

  /** Tells the client when the driver's own connection ends. */
  async registerClose(call: { readonly signal: AbortSignal }): Promise<void> {
    if (this.#onClose) throw new VirtError('VIR_ERR_OPERATION_INVALID', 'A close callback is already registered');
    const onClose = (reason: number): void => this.session.sendEvent(connectEventConnectionClosed, { reason });
    await ifSupported(this.hypervisor.connectRegisterCloseCallback(onClose, call));
    this.#onClose = onClose;
  }

  async unregisterClose(call: { readonly signal: AbortSignal }): Promise<void> {
    const onClose = this.#onClose;
    if (!onClose) throw new VirtError('VIR_ERR_OPERATION_INVALID', 'A different callback was requested');
    this.#onClose = undefined;
    await ifSupported(this.hypervisor.connectUnregisterCloseCallback(onClose, call));
  }

  set session(session: RpcSession) {
    this.#session = session;
  }

  get session(): RpcSession {
    if (!this.#session) throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'the client has no session yet');
    return this.#session;
  }

  startKeepAlive(): void {
    const { interval, count } = this.options.keepAlive;
    this.session.startKeepAlive(interval, count);
  }

  get hypervisor(): UserFamilies['hypervisor'] {
    return this.#families.hypervisor;
  }

  get network(): UserFamilies['network'] {
    return this.#families.network;
  }

  get interface(): UserFamilies['interface'] {
    return this.#families.interface;
  }

  get storage(): UserFamilies['storage'] {
    return this.#families.storage;
  }

  get nwfilter(): UserFamilies['nwfilter'] {
    return this.#families.nwfilter;
  }

  get nodeDevice(): UserFamilies['nodeDevice'] {
    return this.#families.nodeDevice;
  }

  get secret(): UserFamilies['secret'] {
    return this.#families.secret;
  }

  /** @throws VirtError when it has opened one already */
  async open(uri: string | undefined, readOnly: boolean): Promise<void> {
    if (this.#connection || this.#opening) throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'connection already open');
    this.#opening = this.#openNow(uri, readOnly);
    try {
      await this.#opening;
    } finally {
      this.#opening = undefined;
    }
  }

  async #openNow(uri: string | undefined, readOnly: boolean): Promise<void> {
    const connection = await this.options.open(uri, readOnly || this.options.readOnly, this.identity);
    if (!this.#closed) this.#connection = connection;
    else await connection.close(); // the client has gone meanwhile
  }

  /** Gives up all that it holds. */
  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
    await this.#opening?.catch(() => undefined); // whoever asked for it is told
  }

  get #families(): UserFamilies {
    if (!this.#connection) throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'connection not open');
    return this.#connection.families;
  }
}

/** A driver whose connection cannot end by itself has nothing to tell, and nobody need know. */
async function ifSupported(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isVirtError(error, 'VIR_ERR_NO_SUPPORT')) throw error;
  }
}
