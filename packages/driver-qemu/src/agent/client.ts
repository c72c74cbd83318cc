import type { Duplex } from 'node:stream';
import { formatJson, isJsonObject, parseJson, type Json, type JsonObject } from '../qmp/index.ts';
import { malformed, notConnected, notInTime } from './errors.ts';
import { AgentInput, SENTINEL } from './input.ts';

/** How long an answer is waited for: seconds, or one of libvirt's `virDomainAgentResponseTimeoutValues`. */
export type AgentTimeout = number;

/** For ever. */
export const BLOCK: AgentTimeout = -2;
/** As long as for a synchronisation. */
export const DEFAULT: AgentTimeout = -1;

/** What befalls a guest in place of its agent's answer. */
export type AgentNews = 'shutdown' | 'reset' | 'suspend';

export interface AgentCommandOptions {
  /** Default: {@link BLOCK}. */
  readonly timeout?: AgentTimeout;
  /** The agent says nothing when it succeeds: any of these, or the end of the connection, tells it. */
  readonly until?: readonly AgentNews[];
  readonly signal?: AbortSignal;
}

export interface AgentClientOptions {
  /** Most bytes of an answer. Default 10 MiB, as in libvirt. */
  readonly maxReply?: number;
  /** Milliseconds to wait for a sign of life before each command. Default 5000, libvirt's. */
  readonly patience?: number;
}

/** A stream that may or may not keep the process alive (a socket). */
type Refable = Duplex & { ref?(): unknown; unref?(): unknown };

interface Waiting {
  readonly until: readonly AgentNews[];
  line(text: string): void;
  resolve(reply: JsonObject): void;
  reject(error: unknown): void;
}

/**
 * Speaks with QEMU's guest agent: one command at a time, each behind a synchronisation, so that what the guest sent before,
 * be it an answer that came too late, is never taken for an answer. Between commands nothing is read: a guest that talks
 * without end is not heard.
 */
export class AgentClient {
  readonly #stream: Refable;
  readonly #input: AgentInput;
  readonly #patience: number;
  #waiting: Waiting | undefined;
  #ended = false;
  #lastId = Date.now();

  /** @param stream a connected socket; it belongs to the client from now on */
  constructor(stream: Duplex, options: AgentClientOptions = {}) {
    this.#stream = stream;
    this.#input = new AgentInput(options.maxReply ?? 10 * 1024 * 1024);
    this.#patience = options.patience ?? 5000;
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('error', () => this.close());
    stream.on('end', () => this.close());
    stream.on('close', () => this.close());
    this.#rest();
  }

  get isOpen(): boolean {
    return !this.#ended;
  }

  /**
   * Has the agent carry out a command; answers its whole reply, with `return` or `error`.
   *
   * @throws VirtError `VIR_ERR_AGENT_UNRESPONSIVE` when there is no answer in time or the connection ends,
   * `VIR_ERR_INTERNAL_ERROR` when what comes is no answer (the connection is closed then)
   */
  async execute(command: Json, options: AgentCommandOptions = {}): Promise<JsonObject> {
    const { timeout = BLOCK, until = [], signal } = options;
    signal?.throwIfAborted();
    if (this.#ended) throw notConnected();
    // libvirt asks as well, and waits no time for the answer.
    if (timeout === 0) throw notInTime();
    if (this.#waiting !== undefined) throw malformed('the guest agent is busy with another command');
    const patience = this.#patience;
    const milliseconds = timeout === BLOCK ? Infinity : timeout === DEFAULT ? patience : timeout * 1000;
    await this.#synchronize(Math.min(milliseconds, patience), signal);
    this.#input.synchronized();
    return this.#exchange(`${formatJson(command)}\n`, milliseconds, until, signal, (text, { resolve }) => resolve(readReply(text)));
  }

  /** Something befell the guest that a command may wait for. */
  happened(news: AgentNews): void {
    if (this.#waiting?.until.includes(news) === true) this.#waiting.resolve({ return: {} });
  }

  /** Leaves. A command that is under way fails, unless its success is just this end. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stream.destroy();
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    if (waiting.until.length > 0) waiting.resolve({ return: {} });
    else waiting.reject(notConnected());
  }

  /** Sees to it that the next line is the answer to what is sent next. */
  async #synchronize(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    const id = ++this.#lastId;
    this.#input.synchronize();
    // The byte ends whatever half of a command the agent still holds.
    const delimited = Buffer.concat([Buffer.of(SENTINEL), Buffer.from(syncCommand('guest-sync-delimited', id))]);
    let old = false;
    await this.#exchange(delimited, milliseconds, [], signal, (text, { resolve }) => {
      const reply = readSyncReply(text);
      if (reply?.['return'] === id) resolve(reply);
      if (old || !isJsonObject(reply?.['error']) || reply['error']['class'] !== 'CommandNotFound') return;
      // An agent of before 2012.
      old = true;
      this.#stream.write(syncCommand('guest-sync', id));
    });
  }

  #exchange(
    message: string | Buffer,
    milliseconds: number,
    until: readonly AgentNews[],
    signal: AbortSignal | undefined,
    line: (text: string, waiting: Waiting) => void,
  ): Promise<JsonObject> {
    return new Promise<JsonObject>((resolve, reject) => {
      const timer = milliseconds === Infinity ? undefined : setTimeout(() => this.#giveUp(waiting), milliseconds);
      const onAbort = (): void => waiting.reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      const settled = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#waiting = undefined;
        this.#rest();
      };
      const waiting: Waiting = {
        until,
        line: (text) => line(text, waiting),
        resolve: (reply) => (settled(), resolve(reply)),
        reject: (error) => (settled(), reject(error as Error)),
      };
      this.#waiting = waiting;
      if (this.#ended) return waiting.reject(notConnected());
      if (signal?.aborted === true) return onAbort();
      this.#stream.ref?.();
      this.#stream.resume();
      this.#stream.write(message);
    });
  }

  #giveUp(waiting: Waiting): void {
    waiting.reject(notInTime());
    // A guest that reads nothing must not make us keep all that it was ever told.
    if (this.#stream.writableLength > 0) this.close();
  }

  #receive(chunk: Buffer): void {
    if (this.#ended || this.#waiting === undefined) return;
    try {
      // Of what comes behind the line that was waited for, nothing is of interest.
      this.#input.push(chunk, (text) => this.#waiting?.line(text));
    } catch (error) {
      const waiting = this.#waiting as Waiting | undefined;
      waiting?.reject(error);
      this.close();
    }
  }

  #rest(): void {
    this.#stream.pause();
    this.#stream.unref?.();
  }
}

function syncCommand(name: string, id: number): string {
  return `{"execute":"${name}","arguments":{"id":${id}}}\n`;
}

function readSyncReply(text: string): JsonObject | undefined {
  try {
    const reply = parseJson(text);
    return isJsonObject(reply) ? reply : undefined;
  } catch {
    // The rest of something older.
    return undefined;
  }
}

/** @throws VirtError when it is no reply */
function readReply(text: string): JsonObject {
  let reply: Json;
  try {
    reply = parseJson(text);
  } catch (error) {
    throw malformed(`cannot parse json ${excerpt(text)}`, error);
  }
  if (!isJsonObject(reply)) throw malformed(`Parsed JSON reply '${excerpt(text)}' isn't an object`);
  if (!('return' in reply) && !('error' in reply)) throw malformed(`Unknown JSON reply '${excerpt(text)}'`);
  return reply;
}

function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
