import { encodeMessage, messageStatus, messageType, type Message } from './message.ts';

/** The program by which both ends ask each other for a sign of life. */
export const keepAliveProgram = 0x6b65_6570;
const version = 1;
const ping = 1;
const pong = 2;

export function isKeepAlive(message: Message): boolean {
  return message.program === keepAliveProgram;
}

function sign(procedure: number): Buffer {
  return encodeMessage({
    program: keepAliveProgram,
    version,
    procedure,
    type: messageType.message,
    serial: 0,
    status: messageStatus.ok,
  });
}

/**
 * Asks the other end for signs of life: when nothing came for `interval` seconds a ping goes out, and after `count` of
 * them without an answer the other end is dead. Whatever comes is a sign of life. It does not keep Node alive.
 */
export class KeepAlive {
  readonly #send: (bytes: Buffer) => void;
  readonly #onDead: () => void;
  #timer: NodeJS.Timeout | undefined;
  #heard = false;
  #unanswered = 0;

  constructor(send: (bytes: Buffer) => void, onDead: () => void) {
    this.#send = send;
    this.#onDead = onDead;
  }

  /** Is it asking? */
  get running(): boolean {
    return this.#timer !== undefined;
  }

  /** Starts, or goes on with other numbers. An interval of 0 or less stops it. */
  start(interval: number, count: number): void {
    this.stop();
    if (interval <= 0) return;
    this.#unanswered = 0;
    this.#heard = true;
    this.#timer = setInterval(() => this.#tick(count), interval * 1000);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Something came. */
  heard(): void {
    this.#heard = true;
  }

  /** Answers a message of the keepalive program. */
  receive(message: Message): void {
    if (message.procedure === ping) this.#send(sign(pong));
  }

  #tick(count: number): void {
    if (this.#heard) this.#unanswered = 0;
    else if (this.#unanswered >= count) {
      this.stop();
      this.#onDead();
      return;
    }
    // A quiet interval asks; a busy one is an answer already.
    if (!this.#heard) {
      this.#unanswered += 1;
      this.#send(sign(ping));
    }
    this.#heard = false;
  }
}
