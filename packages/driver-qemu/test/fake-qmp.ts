import { Duplex } from 'node:stream';
import type { Json, JsonObject } from '../src/qmp/index.ts';
import { formatJson, parseJson } from '../src/qmp/index.ts';

/** A command as it arrived. */
export interface FakeCommand {
  readonly execute: string;
  readonly arguments?: JsonObject;
  readonly id?: Json;
}

/** Answers a command: with the result, or by throwing {@link FakeRefusal}. `undefined`: no answer at all. */
export type FakeHandler = (command: FakeCommand) => Json | undefined | Promise<Json | undefined>;

/** Thrown by a handler: the command is refused with this class and text. */
export class FakeRefusal extends Error {
  readonly errorClass: string;

  constructor(description: string, errorClass = 'GenericError') {
    super(description);
    this.errorClass = errorClass;
  }
}

const greeting = { QMP: { version: { qemu: { micro: 0, minor: 0, major: 10 }, package: '' }, capabilities: ['oob'] } };

/**
 * A QMP server in this process, with `stream` as the client's end. Commands without a handler are refused as QEMU
 * refuses unknown ones; `qmp_capabilities` is answered.
 */
export class FakeQmp {
  readonly stream: Duplex;
  /** Every command that arrived, in order. */
  readonly received: FakeCommand[] = [];
  readonly #handlers = new Map<string, FakeHandler>([['qmp_capabilities', () => ({})]]);
  #input = '';
  /** What is answered after the end goes nowhere, as from a QEMU that is gone. */
  #ended = false;

  constructor(options: { readonly greet?: boolean } = {}) {
    this.stream = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        this.#take(chunk.toString('utf8'));
        done();
      },
    });
    if (options.greet !== false) this.raw(`${JSON.stringify(greeting)}\r\n`);
  }

  /** Answers this command from now on. */
  on(command: string, handler: FakeHandler): this {
    this.#handlers.set(command, handler);
    return this;
  }

  /** Sends an event. */
  event(event: string, data: JsonObject = {}): void {
    this.raw(`${formatJson({ timestamp: { seconds: 1, microseconds: 2 }, event, data })}\r\n`);
  }

  /** Sends bytes as they are. */
  raw(text: string | Buffer): void {
    if (!this.#ended && !this.stream.destroyed) this.stream.push(text);
  }

  /** Ends the connection as a dying QEMU does. */
  hangUp(): void {
    if (!this.#ended && !this.stream.destroyed) this.stream.push(null);
    this.#ended = true;
  }

  #take(text: string): void {
    this.#input += text;
    const lines = this.#input.split('\n');
    this.#input = lines.pop() ?? '';
    for (const line of lines) void this.#answer(parseJson(line) as unknown as FakeCommand);
  }

  async #answer(command: FakeCommand): Promise<void> {
    this.received.push(command);
    const id = command.id === undefined ? {} : { id: command.id };
    try {
      const handler = this.#handlers.get(command.execute);
      if (handler === undefined) {
        throw new FakeRefusal(`The command ${command.execute} has not been found`, 'CommandNotFound');
      }
      const result = await handler(command);
      if (result !== undefined) this.raw(`${formatJson({ return: result, ...id })}\r\n`);
    } catch (error) {
      if (!(error instanceof FakeRefusal)) throw error;
      this.raw(`${formatJson({ ...id, error: { class: error.errorClass, desc: error.message } })}\r\n`);
    }
  }
}
