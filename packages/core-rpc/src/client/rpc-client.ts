import type { Duplex } from 'node:stream';
import { VirtError } from '@virtweave/core-util/errors';
import type { AnyProcedure, EventMessage, Procedure } from '../procedure.ts';
import type { ByteStream } from '../wire/byte-stream.ts';
import { MessageSocket, closeReason, type CloseReason } from '../wire/message-socket.ts';
import { encodeMessage, messageStatus, messageType, type Message } from '../wire/message.ts';
import { rpcError } from '../wire/rpc-error.ts';
import { XdrReader } from '../xdr/reader.ts';
import { AbortWatch } from './abort-watch.ts';
import { ClientStream } from './client-stream.ts';
import { errorOf } from './error-of.ts';
import { EventQueue } from './event-queue.ts';

export interface RpcClientOptions {
  /** Most bytes of one message. Default: libvirt's limit, 32 MiB. */
  readonly largest?: number;
  /** The socket is TLS: libvirtd wants each message in a record of its own. */
  readonly separate?: boolean;
  /** Called once, when the connection is over for whatever reason. */
  readonly onClose?: (reason: CloseReason, error: VirtError) => void;
  /** Listeners were so slow that this many events were dropped. */
  readonly onEventsLost?: (lost: number) => void;
  /** What a listener throws; it stops nobody else. Default: a warning of the process. */
  readonly onListenerError?: (error: unknown) => void;
}

interface Pending {
  readonly procedure: AnyProcedure;
  readonly stream: boolean;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  stop(): void;
}

/** The answer to a call that opens a stream, and the stream. */
export interface StreamReply<Ret> {
  readonly ret: Ret;
  readonly stream: ByteStream;
}

/** Bytes of streams that may wait for their readers before the socket is left alone. */
const streamLimit = 8 * 1024 * 1024;
/** The same while somebody waits for an answer. */
const busyStreamLimit = 8 * streamLimit;
/** While it is left alone, a look at it now and then: the peer may ask for a sign of life. */
const lookEvery = 1000;

/**
 * The client's end of a connection. Any number of calls may be under way; answers come in whatever order. It keeps Node alive
 * while a call waits.
 *
 * @example
 * ```ts
 * const client = new RpcClient(socket);
 * await client.call(connectOpen, { name: 'test:///default', flags: 0 });
 * const { hv_ver } = await client.call(connectGetVersion, undefined);
 * ```
 */
export class RpcClient {
  readonly #socket: MessageSocket;
  readonly #options: RpcClientOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #streams = new Map<number, ClientStream>();
  /** Calls whose caller does not wait any more; their answers are still to come. */
  readonly #abandoned = new Map<number, Pending>();
  readonly #listeners = new Map<number, { event: EventMessage<unknown>; listener: (message: unknown) => void }>();
  readonly #events: EventQueue;
  readonly #aborts = new AbortWatch();
  #serial = 0;
  #held = 0;
  #look: NodeJS.Timeout | undefined;

  constructor(socket: Duplex, options: RpcClientOptions = {}) {
    this.#options = options;
    this.#events = new EventQueue(
      (message) => this.#deliver(message),
      (lost) => options.onEventsLost?.(lost),
    );
    this.#socket = new MessageSocket(socket, {
      ...(options.largest === undefined ? {} : { largest: options.largest }),
      ...(options.separate === undefined ? {} : { separate: options.separate }),
      onMessage: (message) => this.#accept(message),
      onClose: (reason, error) => this.#closed(reason, error),
    });
  }

  /** Why the connection is over; undefined while it is not. */
  get closed(): VirtError | undefined {
    return this.#socket.closed;
  }

  /** Calls and waits for the answer. An abort of `signal` ends the waiting only. */
  call<Args, Ret>(procedure: Procedure<Args, Ret>, args: Args, signal?: AbortSignal): Promise<Ret> {
    return this.#call(procedure, args, signal, false) as Promise<Ret>;
  }

  /** Calls what begins a stream. */
  callStream<Args, Ret>(procedure: Procedure<Args, Ret>, args: Args, signal?: AbortSignal): Promise<StreamReply<Ret>> {
    return this.#call(procedure, args, signal, true) as Promise<StreamReply<Ret>>;
  }

  /** Whoever listens to what the server sends on its own; one listener an event. */
  listen<M>(event: EventMessage<M>, listener: (message: M) => void): void {
    this.#listeners.set(keyOf(event.program, event.number), { event, listener: listener as (message: unknown) => void });
  }

  /** Asks the server for signs of life; seconds. An interval of 0 stops that. */
  startKeepAlive(interval: number, count: number): void {
    this.#socket.keepAlive.start(interval, count);
  }

  /** Ends the connection; calls that are under way are rejected. */
  close(error: VirtError = notOpen()): void {
    this.#socket.close(closeReason.client, error);
  }

  #call(procedure: AnyProcedure, args: unknown, signal: AbortSignal | undefined, stream: boolean): Promise<unknown> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#socket.closed !== undefined) throw this.#socket.closed;
      const serial = this.#nextSerial();
      const { program, number } = procedure;
      const header = { program, version: 1, procedure: number, type: messageType.call, serial, status: messageStatus.ok };
      const bytes = encodeMessage(header, (w) => procedure.encodeArgs(w, args));
      const onAbort = (): void => {
        this.#settle(serial);
        this.#abandoned.set(serial, pending);
        reject(signal?.reason);
      };
      const pending = { procedure, stream, resolve, reject, stop: this.#aborts.add(signal, onAbort) };
      this.#pending.set(serial, pending);
      if (this.#pending.size === 1) this.#socket.ref();
      if (this.#look !== undefined) this.#resume(); // a paused socket must not keep an answer back
      this.#socket.send(bytes);
    });
  }

  #settle(serial: number): void {
    this.#pending.delete(serial);
    if (this.#pending.size === 0) this.#socket.unref();
  }

  #nextSerial(): number {
    // After four thousand million calls it begins anew; those that are still under way are passed over.
    do this.#serial = (this.#serial + 1) >>> 0;
    while (this.#serial === 0 || this.#pending.has(this.#serial) || this.#streams.has(this.#serial) || this.#abandoned.has(this.#serial));
    return this.#serial;
  }

  #accept(message: Message): void {
    switch (message.type) {
      case messageType.reply:
      case messageType.replyWithFds:
        return this.#answer(message);
      case messageType.message:
        return this.#events.push(message);
      case messageType.stream:
      case messageType.streamHole: {
        // Of a stream that we have left there may still be packets on their way.
        this.#streams.get(message.serial)?.accept(message);
        return undefined;
      }
      default:
        throw rpcError(`got unexpected RPC call prog ${message.program} vers ${message.version} proc ${message.procedure} type ${message.type}`);
    }
  }

  #answer(message: Message): void {
    const { serial } = message;
    const pending = this.#pending.get(serial);
    if (pending === undefined) {
      const abandoned = this.#abandoned.get(serial);
      if (abandoned === undefined) throw rpcError(`got an answer to a call that was not made, serial ${serial}`);
      this.#abandoned.delete(serial);
      // A stream that nobody waits for any more must not stay open over there.
      if (abandoned.stream && message.status === messageStatus.ok) void this.#openStream(abandoned.procedure, serial).abort();
      return;
    }
    this.#settle(serial);
    pending.stop();
    try {
      if (message.status === messageStatus.error) throw errorOf(message);
      const ret = pending.procedure.decodeRet(new XdrReader(message.payload));
      pending.resolve(pending.stream ? { ret, stream: this.#openStream(pending.procedure, serial) } : ret);
    } catch (error) {
      pending.reject(error);
    }
  }

  #openStream(procedure: AnyProcedure, serial: number): ClientStream {
    const stream = new ClientStream(procedure, serial, {
      send: (bytes) => this.#socket.sendSlowly(bytes),
      held: (difference) => this.#hold(difference),
      forget: (done) => void this.#streams.delete(done),
    });
    this.#streams.set(serial, stream);
    return stream;
  }

  #deliver(message: Message): void {
    const known = this.#listeners.get(keyOf(message.program, message.procedure));
    if (known === undefined) return;
    try {
      known.listener(known.event.decode(new XdrReader(message.payload)));
    } catch (error) {
      (this.#options.onListenerError ?? report)(error);
    }
  }

  /** Too much waits for readers of streams: the socket is left alone, unless somebody waits for an answer. */
  #hold(difference: number): void {
    this.#held += difference;
    if (this.#held > (this.#pending.size === 0 ? streamLimit : busyStreamLimit) && this.#look === undefined) {
      this.#socket.pause();
      this.#look = setInterval(() => {
        this.#socket.resume();
        setImmediate(() => this.#look !== undefined && this.#socket.pause());
      }, lookEvery);
      this.#look.unref();
    } else if (this.#held <= streamLimit / 2 && this.#look !== undefined) this.#resume();
  }

  #resume(): void {
    clearInterval(this.#look);
    this.#look = undefined;
    this.#socket.resume();
  }

  #closed(reason: CloseReason, error: VirtError): void {
    clearInterval(this.#look);
    this.#look = undefined;
    for (const pending of this.#pending.values()) {
      pending.stop();
      pending.reject(error);
    }
    this.#pending.clear();
    this.#abandoned.clear();
    for (const stream of this.#streams.values()) stream.fail(error);
    this.#streams.clear();
    this.#options.onClose?.(reason, error);
  }
}

function keyOf(program: number, number: number): number {
  return program * 4096 + number;
}

function notOpen(): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', 'client socket is closed', { domain: 'VIR_FROM_RPC' });
}

function report(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), 'VirtweaveListenerWarning');
}
