import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import type { Call } from '../contract/call.ts';
import type { GuardedFamilies } from '../guard/guard.ts';
import type { Identity } from '../identity.ts';
import type { Connection } from './connection.ts';
import { callSite, withCallSite } from './call-site.ts';
import { hold, release } from '../keep-alive.ts';

/** Every call takes it. */
export interface CallOptions {
  /** Abort while waiting leaves the queue; abort while running asks the operation to stop at its next safe point. */
  readonly signal?: AbortSignal | undefined;
}

/** Flags by number, added to what the named options say: for those who know libvirt's constants. */
export interface FlagOptions extends CallOptions {
  readonly flags?: number;
}

/** What the handles of one connection share. */
export class Session {
  readonly families: GuardedFamilies;
  readonly identity: Identity;
  /** The handle of the connection itself. */
  owner: Connection | undefined = undefined;
  readonly #close: () => Promise<void>;
  readonly #onClose = new Set<() => void>();
  #closing: Promise<void> | undefined;

  constructor(families: GuardedFamilies, identity: Identity, close: () => Promise<void>) {
    this.families = families;
    this.identity = identity;
    this.#close = close;
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** Runs one call for a handle, and puts the user's frames into the stack of its error. */
  run<T>(options: CallOptions | undefined, work: (call: Call) => Promise<T>): Promise<T> {
    const site = callSite(this.run);
    return this.#run(options, work, site);
  }

  async #run<T>(
    options: CallOptions | undefined,
    work: (call: Call) => Promise<T>,
    site: ReturnType<typeof callSite>,
  ): Promise<T> {
    try {
      if (this.closed) throw new VirtError('VIR_ERR_INVALID_CONN', 'a call after the connection was closed');
      return await work({ signal: options?.signal, identity: this.identity });
    } catch (error) {
      // An abort's reason is the caller's own object: it is handed back as it is.
      throw isVirtError(error) ? withCallSite(error, site) : error;
    }
  }

  /** Calls back when the connection closes; answers how to stop that. */
  onClose(listener: () => void): () => void {
    this.#onClose.add(listener);
    return () => this.#onClose.delete(listener);
  }

  /** Closes once; later calls get the same promise. */
  close(): Promise<void> {
    this.#closing ??= this.#shut();
    return this.#closing;
  }

  async #shut(): Promise<void> {
    for (const listener of [...this.#onClose]) listener();
    this.#onClose.clear();
    hold();
    try {
      await this.#close();
    } finally {
      release();
    }
  }
}
