import type { Duplex } from 'node:stream';
import { VirtError } from '@virtweave/core-util/errors';
import type { AnyProcedure, EventMessage } from '../procedure.ts';
import { encodeMessageError } from '../protocol/types.generated.ts';
import type { ByteStream } from '../wire/byte-stream.ts';
import { errorToWire } from '../wire/errors.ts';
import { MessageSocket, closeReason, type CloseReason } from '../wire/message-socket.ts';
import { encodeMessage, largestMessage, messageStatus, messageType, type Message } from '../wire/message.ts';
import { rpcError } from '../wire/rpc-error.ts';
import { XdrReader } from '../xdr/reader.ts';
import { ServedStream } from './served-stream.ts';
import { currentTurn } from './turn.ts';

/** A call of a client's, its arguments decoded. */
export interface ServerCall {
  readonly procedure: AnyProcedure;
  readonly args: unknown;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  /** Ties a stream to this call: it begins after the answer. The stream is aborted when the call fails after all. */
  openStream(stream: ByteStream): void;
}

export interface RpcSessionOptions {
  /** What can be called: procedures by number, by program. */
  readonly programs: ReadonlyMap<number, ReadonlyMap<number, AnyProcedure>>;
  /** Answers a call, or rejects. Calls run at the same time; answers go out as they come. */
  readonly dispatch: (call: ServerCall) => Promise<unknown>;
  /** How many calls of this client may run at a time; more wait in the client's own socket. Default 64. */
  readonly maxRequests?: number;
  /** Most bytes of one message. Default: libvirt's limit, 32 MiB. */
  readonly largest?: number;
  /** Bytes that a client may leave unread before an event more ends its connection. Default 32 MiB. */
  readonly maxUnread?: number;
  /** Called once, when the connection is over. */
  readonly onClose?: (reason: CloseReason, error: VirtError) => void;
}

/** Bytes of streams that may wait for what they are written to before the client must wait. */
const streamLimit = 4 * 1024 * 1024;

/** Calls that a client may begin before others have their turn. */
const callsATurn = 64;

/** The server's end of a connection: calls in, answers, streams and events out. It does not keep Node alive. */
export class RpcSession {
  readonly #socket: MessageSocket;
  readonly #options: RpcSessionOptions;
  readonly #most: number;
  readonly #gone = new AbortController();
  readonly #streams = new Map<number, ServedStream>();
  #waiting: Message[] = [];
  #running = 0;
  #beginning = false;
  #turn = -1;
  #begun = 0;
  #delayed = false;
  #finishing = false;
  #whenIdle: (() => void)[] = [];
  #held = 0;

  constructor(socket: Duplex, options: RpcSessionOptions) {
    this.#options = options;
    this.#most = options.maxRequests ?? 64;
    this.#socket = new MessageSocket(socket, {
      ...(options.largest === undefined ? {} : { largest: options.largest }),
      onMessage: (message) => this.#accept(message),
      onClose: (reason, error) => this.#closed(reason, error),
    });
  }

  /** Why the connection is over; undefined while it is not. */
  get closed(): VirtError | undefined {
    return this.#socket.closed;
  }

  /** How many calls are running or wait to be. */
  get busy(): number {
    return this.#running + this.#waiting.length;
  }

  /** Sends what the client did not ask for. */
  sendEvent<M>(event: EventMessage<M>, message: M): void {
    if (this.#socket.unsent > (this.#options.maxUnread ?? largestMessage)) {
      this.#socket.close(closeReason.error, rpcError('the client does not read what it is sent'));
      return;
    }
    const { program, number } = event;
    const header = { program, version: 1, procedure: number, type: messageType.message, serial: 0, status: messageStatus.ok };
    this.#socket.send(encodeMessage(header, (w) => event.encode(w, message)));
  }

  /** Asks the client for signs of life; seconds. */
  startKeepAlive(interval: number, count: number): void {
    this.#socket.keepAlive.start(interval, count);
  }

  /** Begins no further call, and resolves when those that run have been answered, or the connection is over. */
  finish(): Promise<void> {
    this.#finishing = true;
    this.#waiting = [];
    if (this.#running === 0 || this.#socket.closed !== undefined) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** Ends the connection. Answers that were given already still go out. */
  close(error: VirtError = rpcError('the server closed the connection')): void {
    this.#socket.close(closeReason.client, error);
  }

  #accept(message: Message): void {
    switch (message.type) {
      case messageType.call:
      case messageType.callWithFds:
        if (this.#finishing) return;
        if (this.#waiting.length === 0 && this.#mayBegin()) this.#begin(message);
        else {
          this.#waiting.push(message);
          this.#pauseOrResume();
        }
        return;
      case messageType.stream:
      case messageType.streamHole:
        this.#streams.get(message.serial)?.accept(message);
        return;
      default:
        throw rpcError(`Unexpected message type ${message.type}`);
    }
  }

  #begin(message: Message): void {
    this.#running += 1;
    this.#begun += 1;
    void this.#run(message);
    if (this.#running >= this.#most) this.#pauseOrResume();
  }

  /** Not while as many run as may, nor when this turn has seen enough of this client: then it goes on with the next one. */
  #mayBegin(): boolean {
    if (this.#running >= this.#most) return false;
    const turn = currentTurn();
    if (turn !== this.#turn) {
      this.#turn = turn;
      this.#begun = 0;
    }
    if (this.#begun < callsATurn) return true;
    if (!this.#delayed) {
      this.#delayed = true;
      setImmediate(() => {
        this.#delayed = false;
        this.#beginWaiting();
      });
    }
    return false;
  }

  #ended(): void {
    this.#running -= 1;
    if (this.#running === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
    this.#beginWaiting();
  }

  /** A call that fails at once is over before the next one begins: a flood of them is a loop, no recursion. */
  #beginWaiting(): void {
    if (this.#beginning) return;
    this.#beginning = true;
    while (this.#waiting.length > 0 && this.#mayBegin()) this.#begin(this.#waiting.shift() as Message);
    this.#beginning = false;
    this.#pauseOrResume();
  }

  /** Reads no further while calls wait, or as many run as may. */
  #pauseOrResume(): void {
    const full = this.#running >= this.#most || this.#waiting.length > 0 || this.#held > streamLimit;
    if (full === this.#socket.paused || this.#socket.closed !== undefined) return;
    if (full) this.#socket.pause();
    else this.#socket.resume();
  }

  async #run(message: Message): Promise<void> {
    let stream: ByteStream | undefined;
    let answer: Buffer;
    try {
      const procedure = this.#procedureOf(message);
      const args = procedure.decodeArgs(new XdrReader(message.payload));
      if (message.type === messageType.callWithFds)
        throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `${procedure.name}: file descriptors cannot be passed to this server`);
      const call: ServerCall = { procedure, args, signal: this.#gone.signal, openStream: (opened) => (stream = opened) };
      const ret = await this.#options.dispatch(call);
      answer = reply(message, messageStatus.ok, (w) => procedure.encodeRet(w, ret));
      if (stream !== undefined) this.#serve(procedure, message.serial, stream);
    } catch (error) {
      void stream?.abort(error);
      answer = reply(message, messageStatus.error, (w) => encodeMessageError(w, errorToWire(error)));
    }
    this.#socket.send(answer);
    this.#streams.get(message.serial)?.start();
    // Who does not read answers may not ask on.
    if (this.#socket.congested) await this.#socket.drained();
    this.#ended();
  }

  #procedureOf(message: Message): AnyProcedure {
    const program = this.#options.programs.get(message.program);
    if (program === undefined || message.version !== 1)
      throw rpcError(`Cannot find program ${message.program} version ${message.version}`);
    if (message.status !== messageStatus.ok) throw rpcError(`Unexpected message status ${message.status}`);
    const procedure = program.get(message.procedure);
    if (procedure === undefined) throw rpcError(`unknown procedure: ${message.procedure}`);
    return procedure;
  }

  #serve(procedure: AnyProcedure, serial: number, stream: ByteStream): void {
    if (this.#streams.has(serial)) throw rpcError(`serial ${serial} is that of an open stream`);
    const served = new ServedStream(procedure, serial, stream, {
      send: (bytes) => this.#socket.sendSlowly(bytes),
      held: (difference) => {
        this.#held += difference;
        this.#pauseOrResume();
      },
      forget: (done) => void this.#streams.delete(done),
    });
    this.#streams.set(serial, served);
    if (this.#socket.closed !== undefined) served.fail(this.#socket.closed);
  }

  #closed(reason: CloseReason, error: VirtError): void {
    this.#waiting = [];
    for (const resolve of this.#whenIdle.splice(0)) resolve();
    this.#gone.abort(error);
    for (const stream of this.#streams.values()) stream.fail(error);
    this.#streams.clear();
    this.#options.onClose?.(reason, error);
  }
}

function reply(message: Message, status: number, body: Parameters<typeof encodeMessage>[1]): Buffer {
  const { program, version, procedure, serial } = message;
  return encodeMessage({ program, version, procedure, type: messageType.reply, serial, status }, body);
}
