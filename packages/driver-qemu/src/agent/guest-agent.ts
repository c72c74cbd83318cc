import type { Duplex } from 'node:stream';
import { JobLock } from '@virtweave/core-util';
import type { Json, JsonObject } from '../qmp/index.ts';
import { AgentClient, type AgentClientOptions, type AgentCommandOptions, type AgentNews } from './client.ts';
import { notConnected, notResponding } from './errors.ts';

/** The agent of a running guest: there while the guest has its end of the channel open. */
export class GuestAgent {
  /** Commands of the agent take turns with each other, and with nothing else: a guest must not hold up its own end. */
  readonly lock: JobLock = new JobLock({ errorDomain: 'VIR_FROM_QEMU' });
  readonly #connect: () => Promise<Duplex>;
  readonly #options: AgentClientOptions;
  #open = false;
  #client: AgentClient | undefined;
  #reaching: Promise<void> | undefined;

  /** @param connect opens the socket of the channel */
  constructor(connect: () => Promise<Duplex>, options: AgentClientOptions = {}) {
    this.#connect = connect;
    this.#options = options;
  }

  /** Has the guest opened its end? */
  get connected(): boolean {
    return this.#open;
  }

  /** The guest has opened its end: somebody should be at ours. */
  async opened(): Promise<void> {
    this.#open = true;
    await this.#reach();
  }

  /** The guest has closed its end, or is gone. */
  closed(): void {
    this.#open = false;
    this.#client?.close();
    this.#client = undefined;
  }

  happened(news: AgentNews): void {
    this.#client?.happened(news);
  }

  /** See {@link AgentClient.execute}. A connection that broke is made again. */
  async execute(command: Json, options: AgentCommandOptions = {}): Promise<JsonObject> {
    if (this.#open) await this.#reach();
    if (this.#client === undefined) throw notConnected();
    return this.#client.execute(command, options);
  }

  /** QEMU serves one client: two must not be made. */
  #reach(): Promise<void> {
    if (this.#client?.isOpen === true) return Promise.resolve();
    this.#reaching ??= this.#dial().finally(() => (this.#reaching = undefined));
    return this.#reaching;
  }

  async #dial(): Promise<void> {
    let stream: Duplex;
    try {
      stream = await this.#connect();
    } catch (error) {
      throw notResponding('QEMU guest agent is not available due to an error', error);
    }
    // The guest may have left meanwhile.
    if (this.#open) this.#client = new AgentClient(stream, this.#options);
    else stream.destroy();
  }
}
