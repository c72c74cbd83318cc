import type { Call, CloseCallback, DriverContext, DriverStream } from '@virtweave/core-api';
import { RpcClient, type CloseReason, type Procedure } from '@virtweave/core-rpc';
import { connectClose, connectRegisterCloseCallback, connectUnregisterCloseCallback } from '@virtweave/core-rpc/protocol/connect';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import { readAddress, type RemoteAddress } from '../address/address.ts';
import { asUnsupported } from '../errors.ts';
import { Subscriptions } from '../events/subscriptions.ts';
import type { Remote } from '../remote.ts';
import { dial, type Dialled } from '../transport/dial.ts';
import { handshake, type ServerFeatures } from './handshake.ts';
import { readSettings, type RemoteSettings } from './settings.ts';

/** How long a daemon may take to answer that we leave. */
const goodbye = 1000;

interface Line {
  readonly client: RpcClient;
  readonly way: Dialled;
  readonly features: ServerFeatures;
}

/** A connection to a daemon; on request it is made anew when it breaks. */
export class RemoteConnection implements Remote {
  readonly uri: string;
  readonly subscriptions: Subscriptions;
  readonly #address: RemoteAddress;
  readonly #context: DriverContext;
  readonly #settings: RemoteSettings;
  #line: Line | undefined;
  /** While the connection is being made anew. */
  #renewing: Promise<Line> | undefined;
  #keepAlive: RemoteSettings['keepAlive'];
  #closeCallback: CloseCallback | undefined;
  #over: VirtError | undefined;
  readonly #closing = new AbortController();

  private constructor(uri: string, context: DriverContext) {
    this.uri = uri;
    this.#address = readAddress(uri);
    this.#context = context;
    this.#settings = readSettings(context.config);
    this.#keepAlive = this.#settings.keepAlive;
    this.subscriptions = new Subscriptions(
      (call) => this.#line?.client ?? this.#current(call?.signal).then(({ client }) => client),
    );
  }

  static async open(uri: string, context: DriverContext): Promise<RemoteConnection> {
    const connection = new RemoteConnection(uri, context);
    connection.#line = await connection.#connect(context.signal);
    return connection;
  }

  get alive(): boolean {
    return this.#line !== undefined && this.#line.client.closed === undefined;
  }

  get secure(): boolean {
    return this.#line?.way.secure ?? false;
  }

  get encrypted(): boolean {
    return this.#line?.way.encrypted ?? false;
  }

  async call<Args, Ret>(procedure: Procedure<Args, Ret>, args: Args, call: Call): Promise<Ret> {
    const { client } = this.#line ?? (await this.#current(call.signal));
    try {
      return await client.call(procedure, args, call.signal);
    } catch (error) {
      throw asUnsupported(error, procedure.name);
    }
  }

  async callStream<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    call: Call,
  ): Promise<{ readonly ret: Ret; readonly stream: DriverStream }> {
    const { client } = this.#line ?? (await this.#current(call.signal));
    try {
      return await client.callStream(procedure, args, call.signal);
    } catch (error) {
      throw asUnsupported(error, procedure.name);
    }
  }

  setKeepAlive(interval: number, count: number): boolean {
    if (this.#line === undefined || !this.#line.features.keepAlive) return false;
    this.#keepAlive = { interval, count };
    this.#line.client.startKeepAlive(interval, count);
    return true;
  }

  /** The server tells, too, when its own connection to the hypervisor breaks, where it knows how. */
  async registerCloseCallback(callback: CloseCallback, call: Call): Promise<void> {
    if (this.#closeCallback !== undefined) throw invalid('A close callback is already registered');
    this.#closeCallback = callback;
    await this.#watchClose((await this.#current(call.signal)).client, call.signal);
  }

  async unregisterCloseCallback(callback: CloseCallback, call: Call): Promise<void> {
    if (this.#closeCallback !== callback) throw invalid('A different callback was requested');
    this.#closeCallback = undefined;
    await this.call(connectUnregisterCloseCallback, undefined, call).catch(unlessUnsupported);
  }

  /** Takes leave and hangs up. Never waits long. */
  async close(): Promise<void> {
    const line = this.#line;
    this.#over = new VirtError('VIR_ERR_INVALID_CONN', 'the connection is closed', { domain: 'VIR_FROM_REMOTE' });
    this.#line = undefined;
    this.#closing.abort(this.#over);
    this.subscriptions.clear();
    this.#closeCallback = undefined;
    if (line === undefined) return;
    if (line.client.closed === undefined) {
      const patience = AbortSignal.timeout(goodbye);
      await line.client.call(connectClose, undefined, patience).catch(() => {}); // gone already, or busy: it notices when we hang up
      line.client.close();
    }
    await line.way.close?.();
  }

  #current(signal: AbortSignal | undefined): Promise<Line> {
    if (this.#line !== undefined) return Promise.resolve(this.#line);
    if (this.#renewing === undefined) return Promise.reject(this.#over);
    const renewing = this.#renewing;
    if (signal === undefined) return renewing;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      renewing.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  async #connect(signal: AbortSignal | undefined): Promise<Line> {
    const way = await dial(this.#address, this.#context, signal);
    const client = new RpcClient(way.socket, {
      separate: way.separate === true,
      onClose: (reason, error) => this.#lost(client, reason, error),
      onEventsLost: (lost) => this.subscriptions.lost(lost),
      onListenerError: (error) => this.#context.logger.error(`a listener failed: ${String(error)}`),
    });
    try {
      const features = await handshake(client, this.#address, this.#context, way.secure, signal);
      if (features.keepAlive && this.#keepAlive !== undefined) client.startKeepAlive(this.#keepAlive.interval, this.#keepAlive.count);
      return { client, way, features };
    } catch (error) {
      client.close();
      await way.close?.();
      throw error;
    }
  }

  #lost(client: RpcClient, reason: CloseReason, error: VirtError): void {
    const line = this.#line;
    if (line === undefined || line.client !== client) return; // closed by ourselves, or never open
    if (this.#settings.reconnect === undefined) {
      void line.way.close?.();
      this.#tell(reason);
      return;
    }
    this.#line = undefined;
    this.#renewing = this.#renew(line, reason, error);
    this.#renewing.catch(() => {}); // those who wait for it are told
  }

  async #renew(broken: Line, reason: CloseReason, error: VirtError): Promise<Line> {
    const { attempts = 0, delay = 0 } = this.#settings.reconnect ?? {};
    await broken.way.close?.();
    let last: unknown = error;
    for (let i = 0; i < attempts && !this.#closing.signal.aborted; i += 1) {
      await sleep(Math.min(delay * 2 ** i, 30_000), this.#closing.signal);
      try {
        const line = await this.#connect(this.#closing.signal);
        await this.#resume(line);
        return line;
      } catch (failure) {
        last = failure;
      }
    }
    this.#over ??= new VirtError('VIR_ERR_NO_CONNECT', `${this.uri}: the connection was lost (${error.message}) and could not be made anew`, {
      domain: 'VIR_FROM_REMOTE',
      cause: last,
    });
    this.#renewing = undefined;
    this.#tell(reason);
    throw this.#over;
  }

  async #resume(line: Line): Promise<void> {
    if (this.#closeCallback !== undefined) await this.#watchClose(line.client);
    if (line.client.closed !== undefined) throw line.client.closed;
    this.#line = line;
    this.#renewing = undefined;
    await this.subscriptions.renew(line.client);
  }

  async #watchClose(client: RpcClient, signal?: AbortSignal): Promise<void> {
    const { connectEventConnectionClosed } = await import('@virtweave/core-rpc/protocol/events');
    client.listen(connectEventConnectionClosed, ({ reason }) => this.#tell(reason));
    await client.call(connectRegisterCloseCallback, undefined, signal).catch(unlessUnsupported);
  }

  #tell(reason: number): void {
    const callback = this.#closeCallback;
    this.#closeCallback = undefined;
    callback?.(reason);
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener('abort', done, { once: true });
  });
}

function unlessUnsupported(error: unknown): void {
  if (!isVirtError(error, 'VIR_ERR_NO_SUPPORT') && !isVirtError(error, 'VIR_ERR_RPC')) throw error;
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_REMOTE' });
}
