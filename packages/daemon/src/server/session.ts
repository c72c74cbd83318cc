import type { Duplex } from 'node:stream';
import { RpcSession, type AnyProcedure, type ServerCall } from '@virtweave/core-rpc';
import { procedures } from '@virtweave/core-rpc/protocol/programs';
import { getLogger } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';
import { Client, type ClientOptions } from '../client/client.ts';
import { withoutAuth } from '../dispatch/by-hand/auth.ts';
import { answers } from '../dispatch/table.ts';

export interface SessionLimits {
  /** Calls of one client that run at a time. */
  readonly requests: number;
  /** Bytes of one message. */
  readonly messageBytes: number;
}

const byNumber = (list: readonly AnyProcedure[]): ReadonlyMap<number, AnyProcedure> =>
  new Map(list.map((procedure) => [procedure.number, procedure]));

/** The programs that are served, by number. */
const programs: ReadonlyMap<number, ReadonlyMap<number, AnyProcedure>> = new Map(
  Object.values(procedures).map((list) => [(list[0] as AnyProcedure).program, byNumber(list)]),
);

const log = getLogger('daemon.client');
let last = 0;

/** Serves one client, until it goes. */
export class Session {
  readonly client: Client;
  /** What the log calls it. */
  readonly #number: number = (last += 1);
  readonly #rpc: RpcSession;
  #closed: Promise<void> | undefined;

  constructor(socket: Duplex, options: ClientOptions, limits: SessionLimits, onClose: (session: Session) => void) {
    this.client = new Client(options);
    this.#rpc = new RpcSession(socket, {
      programs,
      dispatch: (call) => this.#answer(call),
      maxRequests: limits.requests,
      largest: limits.messageBytes,
      onClose: (_, error) => {
        log.info(() => `${this.#number} is gone: ${error.message}`);
        this.#closed ??= this.client.close().catch(() => {}); // it is gone: there is nobody to tell
        void this.#closed.then(() => onClose(this));
      },
    });
    this.client.session = this.#rpc;
    log.info(() => `${this.#number} came${options.readOnly ? ', read-only' : ''}${options.auth === 'none' ? '' : `, ${options.auth}`}`);
  }

  /** Takes no further call, and resolves when those that run have been answered. */
  finish(): Promise<void> {
    return this.#rpc.finish();
  }

  /** Ends it, and gives up what it holds. */
  async close(): Promise<void> {
    this.#rpc.close();
    await this.#closed;
  }

  async #answer(call: ServerCall): Promise<unknown> {
    const served = answers.get(call.procedure);
    if (!served) throw new VirtError('VIR_ERR_NO_SUPPORT', call.procedure.name, { domain: 'VIR_FROM_RPC' });
    if (!this.client.authenticated && !withoutAuth.has(call.procedure.name)) {
      throw new VirtError('VIR_ERR_RPC', 'authentication required', { domain: 'VIR_FROM_RPC' });
    }
    if (!log.isEnabled('debug')) return await served.answer(this.client, call.args, call);
    return await this.#logged(call, served.answer(this.client, call.args, call));
  }

  async #logged(call: ServerCall, answer: Promise<unknown>): Promise<unknown> {
    const begin = performance.now();
    const took = (): string => `${this.#number} ${call.procedure.name}: ${(performance.now() - begin).toFixed(1)} ms`;
    try {
      const ret = await answer;
      log.debug(() => took());
      return ret;
    } catch (error) {
      log.debug(() => `${took()}: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  }
}
