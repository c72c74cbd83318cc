import { VirtError } from '@virtweave/core-util/errors';
import { decodeStreamHole, encodeStreamHole } from '../protocol/types.generated.ts';
import type { AnyProcedure } from '../procedure.ts';
import type { ByteStream, Hole } from '../wire/byte-stream.ts';
import { encodeMessage, largestPacket, messageStatus, messageType, type Message } from '../wire/message.ts';
import { StreamQueue } from '../wire/stream-queue.ts';
import { XdrReader } from '../xdr/reader.ts';
import type { XdrWriter } from '../xdr/writer.ts';
import { errorOf } from './error-of.ts';

/** What a stream needs of its connection. */
export interface StreamLink {
  /** Sends; resolves when more is welcome. */
  send(bytes: Buffer): Promise<void>;
  /** So many bytes more, or fewer, wait for readers. */
  held(difference: number): void;
  /** Nothing more comes of this stream. */
  forget(serial: number): void;
}

/** The client's end of a stream: it began with the call that had the same serial. */
export class ClientStream implements ByteStream {
  readonly #procedure: AnyProcedure;
  readonly #serial: number;
  readonly #link: StreamLink;
  readonly #queue: StreamQueue;
  #over: 'open' | 'finished' | 'aborted' | 'failed' = 'open';
  #failure: unknown;
  #finished: { resolve(): void; reject(error: unknown): void } | undefined;
  #finishing: Promise<void> | undefined;

  constructor(procedure: AnyProcedure, serial: number, link: StreamLink) {
    this.#procedure = procedure;
    this.#serial = serial;
    this.#link = link;
    this.#queue = new StreamQueue((difference) => link.held(difference));
  }

  /** A packet of the server's. */
  accept(message: Message): void {
    if (message.status === messageStatus.error) {
      const error = message.payload.length === 0 ? streamError('the server ended the stream') : errorOf(message);
      this.#link.forget(this.#serial);
      this.fail(error);
    } else if (message.status === messageStatus.ok) {
      this.#link.forget(this.#serial);
      this.#queue.end();
      if (this.#over === 'open') this.#over = 'finished';
      this.#finished?.resolve();
    } else if (this.#over === 'aborted') {
      // On its way when we left.
    } else if (message.type === messageType.streamHole) {
      const { length } = decodeStreamHole(new XdrReader(message.payload));
      if (length > 0n) this.#queue.push({ hole: length });
    } else if (message.payload.length === 0) this.#queue.end();
    else this.#queue.push(message.payload);
  }

  /** It broke: the server says so, or the connection is over. */
  fail(error: unknown): void {
    if (this.#over === 'open') {
      this.#over = 'failed';
      this.#failure = error;
    }
    this.#queue.fail(error);
    this.#finished?.reject(error);
  }

  receive(maxBytes: number): Promise<Uint8Array | Hole | undefined> {
    return this.#queue.take(maxBytes);
  }

  async send(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += largestPacket) {
      this.#mustBeOpen();
      const part = data.subarray(at, at + largestPacket);
      await this.#link.send(this.#packet(messageType.stream, messageStatus.continue, (w) => w.raw(part)));
    }
  }

  async sendHole(length: bigint): Promise<void> {
    this.#mustBeOpen();
    await this.#link.send(
      this.#packet(messageType.streamHole, messageStatus.continue, (w) => encodeStreamHole(w, { length, flags: 0 })),
    );
  }

  finish(): Promise<void> {
    return (this.#finishing ??= this.#finish());
  }

  async abort(reason?: unknown): Promise<void> {
    if (this.#over !== 'open') return;
    this.#over = 'aborted';
    const error = reason ?? streamError('the stream was aborted');
    this.#failure = error;
    this.#queue.fail(error);
    this.#finished?.reject(error);
    await this.#link.send(this.#packet(messageType.stream, messageStatus.error)).catch(() => {}); // gone with the connection
  }

  async #finish(): Promise<void> {
    if (this.#over === 'finished') return;
    this.#mustBeOpen();
    const answered = new Promise<void>((resolve, reject) => (this.#finished = { resolve, reject }));
    answered.catch(() => {}); // it is awaited below, after what may fail first
    await this.#link.send(this.#packet(messageType.stream, messageStatus.ok));
    await answered;
  }

  #mustBeOpen(): void {
    if (this.#over === 'failed' || this.#over === 'aborted') throw this.#failure;
    if (this.#over === 'finished') throw streamError('stream is not open');
  }

  #packet(type: number, status: number, body?: (w: XdrWriter) => void): Buffer {
    const { program, number } = this.#procedure;
    return encodeMessage({ program, version: 1, procedure: number, type, serial: this.#serial, status }, body);
  }
}

function streamError(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_STREAMS' });
}
