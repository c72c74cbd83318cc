import type { Duplex } from 'node:stream';
import { RpcSession, type AnyProcedure, type ServerCall } from '@virtweave/core-rpc';
import { procedures } from '@virtweave/core-rpc/protocol/programs';
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

/** Serves one client, until it goes. */
export class Session {
  readonly client: Client;
  readonly #rpc: RpcSession;
  #closed: Promise<void> | undefined;

  constructor(socket: Duplex, options: ClientOptions, limits: SessionLimits, onClose: (session: Session) => void) {
    this.client = new Client(options);
    this.#rpc = new RpcSession(socket, {
      programs,
      dispatch: (call) => this.#answer(call),
      maxRequests: limits.requests,
      largest: limits.messageBytes,
      onClose: () => {
        this.#closed ??= this.client.close().catch(() => {}); // it is gone: there is nobody to tell
        void this.#closed.then(() => onClose(this));
      },
    });
    this.client.session = this.#rpc;
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
    return await served.answer(this.client, call.args, call);
  }
}
