import type { Duplex } from 'node:stream';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import { FrameReader } from './frames.ts';
import { KeepAlive, isKeepAlive } from './keepalive.ts';
import type { Message } from './message.ts';

/** Why a connection is over; the numbers are those of `virConnectCloseReason`. */
export const closeReason = { error: 0, eof: 1, keepalive: 2, client: 3 } as const;
export type CloseReason = (typeof closeReason)[keyof typeof closeReason];

export interface MessageSocketOptions {
  /** Most bytes of one message. */
  readonly largest?: number;
  /** Each message in a write of its own, for TLS to libvirtd: see {@link MessageSocket.send}. */
  readonly separate?: boolean;
  readonly onMessage: (message: Message) => void;
  /** Called once. */
  readonly onClose: (reason: CloseReason, error: VirtError) => void;
}

/** Bytes that wait for the end of the turn; more are written at once. */
const largestBatch = 128 * 1024;

/** Milliseconds for what was sent before the end. */
const farewell = 2000;

/**
 * A byte stream that carries messages; what both ends of a connection have in common. It does not keep Node alive until it
 * is told to.
 */
export class MessageSocket {
  readonly keepAlive: KeepAlive;
  readonly #socket: Duplex;
  readonly #options: MessageSocketOptions;
  readonly #frames: FrameReader;
  /** Messages of this turn, which go out together. */
  #batch: Buffer[] = [];
  #batched = 0;
  /** What waits to be written, one message at a time. */
  readonly #outbox: Buffer[] = [];
  #writing = false;
  #closed: VirtError | undefined;
  /** Who waits until more is welcome. */
  #drained: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  #paused = false;

  constructor(socket: Duplex, options: MessageSocketOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#frames = new FrameReader(options.largest);
    this.keepAlive = new KeepAlive(
      (bytes) => this.send(bytes),
      () => this.close(closeReason.keepalive, internal('connection closed due to keepalive timeout')),
    );
    this.unref();
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.close(closeReason.error, asVirtError(error)));
    socket.on('end', () => this.close(closeReason.eof, endOfFile()));
    socket.on('drain', () => this.#tellDrained());
    socket.on('close', () => this.close(closeReason.eof, endOfFile()));
  }

  /** Why it is over; undefined while it is not. */
  get closed(): VirtError | undefined {
    return this.#closed;
  }

  /**
   * Sends a whole message. What is sent in one turn goes out in one piece, unless messages are kept `separate`: of several in
   * one TLS record libvirtd answers the first, and the others only when more comes, since it polls the socket alone.
   */
  send(bytes: Buffer): void {
    if (this.#closed !== undefined) return;
    if (this.#options.separate === true) {
      this.#outbox.push(bytes);
      if (!this.#writing) this.#writeNext();
      return;
    }
    // The turn is over when no promise has anything left to do: answers to calls that came together go out together.
    if (this.#batched === 0) process.nextTick(() => this.#flush());
    this.#batch.push(bytes);
    this.#batched += bytes.length;
    if (this.#batched > largestBatch) this.#flush();
  }

  /** Sends, and resolves when more is welcome. Rejects when the connection is over. */
  async sendSlowly(bytes: Buffer): Promise<void> {
    this.send(bytes);
    if (this.congested) await this.drained();
    if (this.#closed !== undefined) throw this.#closed;
  }

  /** Has more been sent than the peer takes at the moment? */
  get congested(): boolean {
    if (this.#closed !== undefined) return false;
    return this.#socket.writableNeedDrain || this.#outbox.length > 0 || this.#batched > this.#socket.writableHighWaterMark;
  }

  /** Bytes that the peer did not take yet. */
  get unsent(): number {
    return this.#outbox.reduce((sum, bytes) => sum + bytes.length, this.#socket.writableLength + this.#batched);
  }

  /** Resolves when the peer has taken what was sent, or the connection is over. */
  drained(): Promise<void> {
    if (!this.congested) return Promise.resolve();
    if (this.#drained === undefined) {
      let resolve = (): void => {};
      const promise = new Promise<void>((done) => (resolve = done));
      this.#drained = { promise, resolve };
    }
    return this.#drained.promise;
  }

  /** Keeps Node alive. */
  ref(): void {
    (this.#socket as Duplex & { ref?(): void }).ref?.();
  }

  unref(): void {
    (this.#socket as Duplex & { unref?(): void }).unref?.();
  }

  /** Nothing is read until `resume`: the peer must wait. */
  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#socket.resume();
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Ends it. What was sent before still goes out, unless the reason is an error. */
  close(reason: CloseReason, error: VirtError): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    this.keepAlive.stop();
    this.#socket.resume(); // whatever still comes is thrown away, so that the end is noticed
    if (reason === closeReason.client) {
      this.#flush();
      for (const bytes of this.#outbox.splice(0)) this.#socket.write(bytes);
      this.#socket.end(() => this.#socket.destroy());
      // Who does not read what is left for him does not hold up the end.
      const patience = setTimeout(() => this.#socket.destroy(), farewell);
      this.#socket.once('close', () => clearTimeout(patience));
    } else this.#socket.destroy();
    this.#tellDrained();
    this.#options.onClose(reason, error);
  }

  #read(chunk: Buffer): void {
    if (this.#closed !== undefined) return;
    this.keepAlive.heard();
    try {
      this.#frames.push(chunk, (message) => {
        if (this.#closed !== undefined) return;
        if (isKeepAlive(message)) this.keepAlive.receive(message);
        else this.#options.onMessage(message);
      });
    } catch (error) {
      this.close(closeReason.error, asVirtError(error));
    }
  }

  /** One write: small messages one behind the other cost less to copy than to write one by one. */
  #flush(): void {
    const batch = this.#batch;
    if (batch.length === 0) return;
    const bytes = batch.length === 1 ? (batch[0] as Buffer) : Buffer.concat(batch, this.#batched);
    this.#batch = [];
    this.#batched = 0;
    if (!this.#socket.destroyed) this.#socket.write(bytes);
    this.#tellDrained();
  }

  #writeNext(): void {
    const bytes = this.#outbox.shift();
    this.#writing = bytes !== undefined;
    if (bytes === undefined) return;
    this.#socket.write(bytes, () => {
      this.#writeNext();
      this.#tellDrained();
    });
  }

  /** A write that the kernel took at once is followed by no 'drain'. */
  #tellDrained(): void {
    if (this.#drained === undefined || this.congested) return;
    this.#drained.resolve();
    this.#drained = undefined;
  }
}

function endOfFile(): VirtError {
  return new VirtError('VIR_ERR_SYSTEM_ERROR', 'End of file while reading data: Input/output error', { domain: 'VIR_FROM_RPC', int1: 5 });
}

function internal(detail: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_RPC' });
}

function asVirtError(error: unknown): VirtError {
  if (isVirtError(error)) return error;
  const { message, errno } = error as { message?: string; errno?: number };
  return new VirtError('VIR_ERR_SYSTEM_ERROR', `Cannot read or write data: ${message ?? String(error)}`, {
    domain: 'VIR_FROM_RPC',
    cause: error,
    ...(typeof errno === 'number' ? { int1: Math.abs(errno) } : {}),
  });
}
