import type { Duplex } from 'node:stream';
import type { QmpCommands } from './commands.ts';
import { EventQueue } from './event-queue.ts';
import { commandRefused, endOfMonitor, monitorError, monitorHangs } from './errors.ts';
import { formatJson, isJsonObject, parseJson, type Json, type JsonObject } from './json.ts';
import { LineSplitter } from './lines.ts';
import type {
  ExecuteOptions,
  QmpArguments,
  QmpEvent,
  QmpExecutor,
  QmpGreeting,
  QmpResult,
  QmpVersion,
} from './types.ts';

export interface QmpClientOptions {
  /** What messages call this monitor, such as `of domain 'web'`. */
  readonly label?: string;
  /** Milliseconds to wait for each answer, also for the greeting. Default 30,000, libvirt's wait for a job. */
  readonly timeout?: number;
  /** Milliseconds to wait for the greeting. Default: `timeout`. */
  readonly greetingTimeout?: number;
  /** Most bytes of one message from QEMU. Default 10 MiB, as in libvirt. */
  readonly maxMessage?: number;
  /** Given up when it fires before the negotiation is finished. */
  readonly signal?: AbortSignal;
}

/** Called for each event, in the order of the wire, before replies that came later are handed out. */
export type QmpEventListener = (event: QmpEvent) => void;

interface Pending {
  readonly command: string;
  readonly resolve: (result: Json) => void;
  readonly reject: (error: unknown) => void;
  readonly forget: () => void;
}

/** A stream that may or may not keep the process alive (a socket). */
type Refable = Duplex & { ref?(): unknown; unref?(): unknown };

/**
 * A QMP connection. Commands may overlap: each answer finds its caller by id. Events go their own way.
 * An idle client does not keep the process alive, a pending command does.
 *
 * @example
 * ```ts
 * const monitor = await QmpClient.open(await host.connect({ path: '/run/web/monitor.sock' }));
 * const off = monitor.onEvent((event) => console.log(event.event));
 * const { status } = await monitor.execute('query-status');
 * await monitor.execute('device_del', { id: 'net0' });
 * monitor.close();
 * ```
 */
export class QmpClient implements QmpExecutor {
  readonly #stream: Refable;
  readonly #label: string;
  readonly #timeout: number;
  readonly #pending = new Map<string, Pending>();
  readonly #listeners = new Set<{ readonly call: QmpEventListener }>();
  readonly #queues = new Set<EventQueue>();
  readonly #closed: Promise<Error | undefined>;
  #settleClosed: (reason: Error | undefined) => void = () => {};
  #greeting: { resolve(greeting: QmpGreeting): void; reject(error: unknown): void } | undefined;
  #greeted: QmpGreeting | undefined;
  #end: { readonly reason: Error | undefined } | undefined;
  #lastId = 0;

  /**
   * Waits for QEMU's greeting and leaves the negotiation mode.
   *
   * @param stream a connected socket; it belongs to the client from now on, and is closed when this fails
   * @throws VirtError `VIR_ERR_OPERATION_TIMEOUT` when nobody greets (QEMU serves one client at a time),
   * `VIR_ERR_INTERNAL_ERROR` when it is not QMP
   */
  static async open(stream: Duplex, options: QmpClientOptions = {}): Promise<QmpClient> {
    const client = new QmpClient(stream, options);
    try {
      await client.#waitForGreeting(options.greetingTimeout ?? client.#timeout, options.signal);
      await client.execute(
        'qmp_capabilities',
        undefined,
        options.signal === undefined ? {} : { signal: options.signal },
      );
    } catch (error) {
      client.#finish(error instanceof Error ? error : undefined);
      throw error;
    }
    return client;
  }

  private constructor(stream: Duplex, options: QmpClientOptions) {
    this.#stream = stream;
    this.#label = options.label ?? 'connection';
    this.#timeout = options.timeout ?? 30_000;
    this.#closed = new Promise((resolve) => (this.#settleClosed = resolve));
    const lines = new LineSplitter(options.maxMessage ?? 10 * 1024 * 1024);
    stream.on('data', (chunk: Buffer) => {
      if (this.#end !== undefined) return;
      try {
        lines.push(chunk, (line) => this.#receive(line));
      } catch (error) {
        this.#finish(error instanceof Error ? error : monitorError(String(error)));
      }
    });
    stream.on('error', (error) => this.#finish(endOfMonitor(error)));
    stream.on('end', () => this.#finish(endOfMonitor()));
    stream.on('close', () => this.#finish(endOfMonitor()));
  }

  /** QEMU's greeting. */
  get greeting(): QmpGreeting {
    if (this.#greeted === undefined) throw monitorError('QEMU has not sent its greeting');
    return this.#greeted;
  }

  /** Is the connection open? */
  get isOpen(): boolean {
    return this.#end === undefined;
  }

  /** Resolves once, when the connection has ended: with what ended it, or undefined after {@link QmpClient.close}. */
  get closed(): Promise<Error | undefined> {
    return this.#closed;
  }

  execute<Name extends keyof QmpCommands>(
    command: Name,
    args?: QmpArguments<Name>,
    options?: ExecuteOptions,
  ): Promise<QmpResult<Name>>;
  execute(command: string, args?: JsonObject, options?: ExecuteOptions): Promise<Json>;
  async execute(command: string, args?: JsonObject, options: ExecuteOptions = {}): Promise<unknown> {
    options.signal?.throwIfAborted();
    if (this.#end !== undefined) throw this.#end.reason ?? monitorError('QEMU monitor was closed');
    const id = `virtweave-${++this.#lastId}`;
    const timeout = options.timeout ?? this.#timeout;
    return new Promise<Json>((resolve, reject) => {
      // A late answer to a command that was given up is recognised by its id and dropped.
      const giveUp = (error: unknown): void => {
        this.#take(id);
        reject(error as Error);
      };
      const onAbort = (): void => giveUp(options.signal?.reason);
      options.signal?.addEventListener('abort', onAbort, { once: true });
      const timer =
        timeout > 0 ? setTimeout(() => giveUp(monitorHangs(this.#label, command, timeout)), timeout) : undefined;
      const forget = (): void => {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', onAbort);
      };
      if (this.#pending.size === 0) this.#stream.ref?.();
      this.#pending.set(id, { command, resolve, reject, forget });
      this.#stream.write(`${formatJson({ execute: command, arguments: args, id })}\n`);
    });
  }

  /**
   * Calls back for each event, in the order of the wire. The listener is never waited for; what it throws is reported
   * as an uncaught exception and disturbs nobody else.
   *
   * @returns takes the listener off, at once, also from inside a callback
   */
  onEvent(listener: QmpEventListener): () => void {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  /**
   * Events as an async iterable: from this call on, until the connection ends or the loop is left.
   *
   * @throws VirtError `VIR_ERR_OVERFLOW` out of a loop that is 10,000 events behind
   */
  events(options: { readonly signal?: AbortSignal } = {}): AsyncIterableIterator<QmpEvent> {
    const { signal } = options;
    signal?.throwIfAborted();
    const onAbort = (): void => queue.end(signal?.reason);
    const queue = new EventQueue(() => {
      this.#queues.delete(queue);
      signal?.removeEventListener('abort', onAbort);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (this.#end === undefined) this.#queues.add(queue);
    else queue.end();
    return queue;
  }

  /** Leaves. Pending commands are rejected, QEMU goes on. */
  close(): void {
    this.#finish(undefined);
  }

  async #waitForGreeting(timeout: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.#greeted = await new Promise<QmpGreeting>((resolve, reject) => {
      const onAbort = (): void => this.#greeting?.reject(signal?.reason);
      const timer = setTimeout(
        () => this.#greeting?.reject(monitorHangs(this.#label, 'greeting', timeout)),
        timeout,
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#greeting = undefined;
      };
      this.#greeting = {
        resolve: (greeting) => (settle(), resolve(greeting)),
        reject: (error) => (settle(), reject(error as Error)),
      };
      if (this.#end !== undefined) this.#greeting.reject(this.#end.reason);
    });
  }

  #receive(line: string): void {
    if (this.#end !== undefined) return;
    let message: Json;
    try {
      message = parseJson(line);
    } catch (error) {
      throw monitorError(`cannot parse json ${excerpt(line)}`, error);
    }
    if (!isJsonObject(message)) throw monitorError(`Parsed JSON reply '${excerpt(line)}' isn't an object`);
    if (message['QMP'] !== undefined) this.#greet(message['QMP']);
    else if (typeof message['event'] === 'string') this.#dispatch(message['event'], message);
    else if ('return' in message || 'error' in message) this.#reply(message, line);
    else throw monitorError(`Unknown JSON reply '${excerpt(line)}'`);
  }

  #greet(body: Json): void {
    const fields = isJsonObject(body) ? body : {};
    const capabilities = Array.isArray(fields['capabilities']) ? (fields['capabilities'] as Json[]).map(String) : [];
    this.#greeting?.resolve({ version: fields['version'] as unknown as QmpVersion, capabilities });
  }

  #dispatch(name: string, message: JsonObject): void {
    const event: QmpEvent = {
      event: name,
      data: isJsonObject(message['data']) ? message['data'] : {},
      timestamp: (message['timestamp'] ?? { seconds: -1, microseconds: -1 }) as QmpEvent['timestamp'],
    };
    for (const queue of this.#queues) queue.push(event);
    for (const listener of [...this.#listeners]) {
      if (!this.#listeners.has(listener)) continue;
      try {
        listener.call(event);
      } catch (error) {
        // The next listener and the replies must not suffer: it surfaces on a stack of its own.
        setImmediate(() => {
          throw error;
        });
      }
    }
  }

  #reply(message: JsonObject, line: string): void {
    const id = message['id'];
    // Without an id QEMU could not even read the command: that is the oldest one.
    const pending = this.#take(typeof id === 'string' ? id : this.#pending.keys().next().value);
    if (pending === undefined) {
      if (typeof id === 'string' && this.#wasOurs(id)) return;
      throw monitorError(`Unexpected JSON reply '${excerpt(line)}'`);
    }
    if (message['error'] !== undefined) pending.reject(commandRefused(pending.command, message['error']));
    else pending.resolve(message['return'] ?? {});
  }

  #wasOurs(id: string): boolean {
    const number = /^virtweave-(\d+)$/.exec(id)?.[1];
    return number !== undefined && Number(number) <= this.#lastId;
  }

  #take(id: string | undefined): Pending | undefined {
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || pending === undefined) return undefined;
    this.#pending.delete(id);
    pending.forget();
    if (this.#pending.size === 0) this.#stream.unref?.();
    return pending;
  }

  #finish(reason: Error | undefined): void {
    if (this.#end !== undefined) return;
    this.#end = { reason };
    this.#stream.destroy();
    const error = reason ?? monitorError('QEMU monitor was closed');
    this.#greeting?.reject(error);
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
    for (const queue of [...this.#queues]) queue.end();
    this.#listeners.clear();
    this.#settleClosed(reason);
  }
}

/** Enough of a message to recognise it. */
function excerpt(line: string): string {
  return line.length > 200 ? `${line.slice(0, 200)}...` : line;
}
