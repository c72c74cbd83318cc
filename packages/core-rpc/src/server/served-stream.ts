import type { StreamLink } from '../client/client-stream.ts';
import type { AnyProcedure } from '../procedure.ts';
import { decodeStreamHole, encodeMessageError, encodeStreamHole } from '../protocol/types.generated.ts';
import type { ByteStream } from '../wire/byte-stream.ts';
import { errorToWire } from '../wire/errors.ts';
import { encodeMessage, largestPacket, messageStatus, messageType, type Message } from '../wire/message.ts';
import { rpcError } from '../wire/rpc-error.ts';
import { StreamQueue } from '../wire/stream-queue.ts';
import { XdrReader } from '../xdr/reader.ts';
import type { XdrWriter } from '../xdr/writer.ts';

/** Carries a driver's stream to a client and back, each way as fast as its slower end. */
export class ServedStream {
  readonly #procedure: AnyProcedure;
  readonly #serial: number;
  readonly #stream: ByteStream;
  readonly #link: StreamLink;
  readonly #incoming: StreamQueue;
  #over = false;
  #finishing = false;

  constructor(procedure: AnyProcedure, serial: number, stream: ByteStream, link: StreamLink) {
    this.#procedure = procedure;
    this.#serial = serial;
    this.#stream = stream;
    this.#link = link;
    this.#incoming = new StreamQueue((difference) => link.held(difference));
  }

  /** Begins, when the answer to the call has been sent. */
  start(): void {
    void this.#write();
    if (this.#procedure.stream === 'read') void this.#read();
  }

  /** A packet of the client's. */
  accept(message: Message): void {
    if (this.#over) return;
    if (message.status === messageStatus.error) void this.#abort();
    else if (message.status === messageStatus.ok) {
      this.#finishing = true;
      this.#incoming.end();
    } else if (message.type === messageType.streamHole) {
      const { length } = decodeStreamHole(new XdrReader(message.payload));
      if (length > 0n) this.#incoming.push({ hole: length });
    } else if (message.payload.length > 0) this.#incoming.push(message.payload);
  }

  /** The connection is over. */
  fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#incoming.fail(error);
    void this.#stream.abort(error);
  }

  /** From the driver to the client. */
  async #read(): Promise<void> {
    try {
      for (;;) {
        const part = await this.#stream.receive(largestPacket);
        if (this.#over) return;
        if (part === undefined) return await this.#send(messageType.stream, messageStatus.continue);
        if (part instanceof Uint8Array) {
          // An empty packet would be taken for the end.
          if (part.length > 0) await this.#send(messageType.stream, messageStatus.continue, (w) => w.raw(part));
        } else
          await this.#send(messageType.streamHole, messageStatus.continue, (w) =>
            encodeStreamHole(w, { length: part.hole, flags: 0 }),
          );
      }
    } catch (error) {
      // A driver whose stream is finished while it is being read has nothing to complain about.
      if (!this.#finishing) await this.#refuse(error);
    }
  }

  /** From the client to the driver, to the end that the client says. */
  async #write(): Promise<void> {
    try {
      for (let part = await this.#incoming.take(largestPacket); part !== undefined; part = await this.#incoming.take(largestPacket))
        await (part instanceof Uint8Array ? this.#stream.send(part) : this.#stream.sendHole(part.hole));
      await this.#stream.finish();
      if (this.#over) return;
      this.#over = true;
      this.#link.forget(this.#serial);
      await this.#send(messageType.stream, messageStatus.ok);
    } catch (error) {
      await this.#refuse(error);
    }
  }

  /** The client wants no more of it: that is no failure, and libvirt's clients wait for the answer. */
  async #abort(): Promise<void> {
    await this.#stop(rpcError('stream aborted at client request'));
    await this.#send(messageType.stream, messageStatus.ok).catch(() => {}); // the connection is over
  }

  async #refuse(error: unknown): Promise<void> {
    if (this.#over) return;
    await this.#stop(error);
    const report = this.#send(messageType.stream, messageStatus.error, (w) => encodeMessageError(w, errorToWire(error)));
    await report.catch(() => {}); // the connection is over: nobody is left to tell
  }

  async #stop(error: unknown): Promise<void> {
    this.#over = true;
    this.#link.forget(this.#serial);
    this.#incoming.fail(error);
    await this.#stream.abort(error);
  }

  #send(type: number, status: number, body?: (w: XdrWriter) => void): Promise<void> {
    const { program, number } = this.#procedure;
    return this.#link.send(encodeMessage({ program, version: 1, procedure: number, type, serial: this.#serial, status }, body));
  }
}
