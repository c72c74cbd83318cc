import type { Duplex } from 'node:stream';
import type { AnyProcedure } from '../procedure.ts';
import { FrameReader } from '../wire/frames.ts';
import { encodeMessage, messageStatus, messageType, type Message, type MessageHeader } from '../wire/message.ts';
import type { XdrWriter } from '../xdr/writer.ts';

/** A client that sends what a test tells it to, right or wrong, and gives what comes back message by message. */
export class FakeClient {
  readonly #socket: Duplex;
  readonly #messages: Message[] = [];
  #waiting: (() => void)[] = [];
  #ended = false;

  constructor(socket: Duplex) {
    this.#socket = socket;
    const frames = new FrameReader();
    socket.on('data', (chunk: Buffer) =>
      frames.push(chunk, (message) => {
        this.#messages.push(message);
        this.#wake();
      }),
    );
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', end);
  }

  /** Any bytes. */
  sendBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** A message with any header and payload. */
  send(header: MessageHeader, body?: (w: XdrWriter) => void): void {
    this.sendBytes(encodeMessage(header, body));
  }

  /** A call as a well-behaved client makes it. */
  call(procedure: AnyProcedure, args: unknown, serial: number): void {
    const { program, number } = procedure;
    const header = { program, version: 1, procedure: number, type: messageType.call, serial, status: messageStatus.ok };
    this.send(header, (w) => procedure.encodeArgs(w, args));
  }

  /** The next message of the server; undefined when the connection has ended. */
  async next(): Promise<Message | undefined> {
    while (this.#messages.length === 0 && !this.#ended) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#messages.shift();
  }

  close(): void {
    this.#socket.destroy();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
