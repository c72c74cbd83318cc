import { VirtError } from '@virtweave/core-util/errors';
import type { Call } from '../contract/call.ts';
import type { CloseCallback } from '../contract/events.ts';

/**
 * What must happen to objects when the connection that made them closes: `VIR_DOMAIN_START_AUTODESTROY`, incoming
 * migrations. One action an object and a connection; later registrations replace earlier ones.
 */
export class CloseActions {
  readonly #actions = new Map<string, () => Promise<void> | void>();

  set(key: string, action: () => Promise<void> | void): void {
    this.#actions.delete(key);
    this.#actions.set(key, action);
  }

  unset(key: string): boolean {
    return this.#actions.delete(key);
  }

  /** Runs all, the latest first; each even when another failed. Rejects with the first error, the others as its cause. */
  async run(): Promise<void> {
    const actions = [...this.#actions.values()].reverse();
    this.#actions.clear();
    const errors: unknown[] = [];
    for (const action of actions) {
      try {
        await action();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1)
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `${errors.length} actions failed while the connection closed`, {
        cause: new AggregateError(errors),
      });
  }
}

/** Those who want to know that the connection broke: `connectRegisterCloseCallback`. */
export class CloseCallbacks {
  #callback: CloseCallback | undefined;

  /** Tells the listener, if there is one. `reason` is a `virConnectCloseReason`. */
  fire(reason: number): void {
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.(reason);
  }

  /** The two members of the contract: spread them into the driver's table. */
  members(): {
    connectRegisterCloseCallback(callback: CloseCallback, call: Call): Promise<void>;
    connectUnregisterCloseCallback(callback: CloseCallback, call: Call): Promise<void>;
  } {
    return {
      connectRegisterCloseCallback: async (callback) => {
        if (this.#callback !== undefined)
          throw new VirtError('VIR_ERR_OPERATION_INVALID', 'A close callback is already registered');
        this.#callback = callback;
      },
      connectUnregisterCloseCallback: async (callback) => {
        if (this.#callback !== callback)
          throw new VirtError('VIR_ERR_OPERATION_INVALID', 'A different callback was requested');
        this.#callback = undefined;
      },
    };
  }
}
