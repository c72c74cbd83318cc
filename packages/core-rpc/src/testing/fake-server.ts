import type { Duplex } from 'node:stream';
import { VirtError } from '@virtweave/core-util/errors';
import type { AnyProcedure, EventMessage, Procedure } from '../procedure.ts';
import { RpcSession, type RpcSessionOptions, type ServerCall } from '../server/rpc-session.ts';
import type { ByteStream } from '../wire/byte-stream.ts';

/** What a handler of the fake server is told beside the arguments. */
export interface FakeCall {
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  openStream(stream: ByteStream): void;
}

export type FakeHandler<Args, Ret> = (args: Args, call: FakeCall) => Ret | Promise<Ret>;

/**
 * A server that answers what a test tells it to. What has no handler answers `VIR_ERR_NO_SUPPORT`, as a driver would.
 *
 * @example
 * ```ts
 * const server = new FakeServer().handle(connectGetType, () => ({ type: 'QEMU' }));
 * const [near, far] = duplexPair();
 * server.serve(far);
 * await new RpcClient(near).call(connectGetType, undefined); // { type: 'QEMU' }
 * ```
 */
export class FakeServer {
  /** Names of the procedures that were called, in order. */
  readonly calls: string[] = [];
  readonly sessions: RpcSession[] = [];
  readonly #programs = new Map<number, Map<number, AnyProcedure>>();
  readonly #handlers = new Map<AnyProcedure, FakeHandler<unknown, unknown>>();

  /** Says how a procedure is answered. */
  handle<Args, Ret>(procedure: Procedure<Args, Ret>, handler: FakeHandler<Args, Ret>): this {
    this.know(procedure);
    this.#handlers.set(procedure, handler as FakeHandler<unknown, unknown>);
    return this;
  }

  /** Makes procedures known that have no handler: others are unknown to the protocol. */
  know(...procedures: readonly AnyProcedure[]): this {
    for (const procedure of procedures) {
      const program = this.#programs.get(procedure.program) ?? new Map<number, AnyProcedure>();
      this.#programs.set(procedure.program, program.set(procedure.number, procedure));
    }
    return this;
  }

  /** Serves one connection. */
  serve(socket: Duplex, options: Partial<RpcSessionOptions> = {}): RpcSession {
    const session = new RpcSession(socket, { programs: this.#programs, dispatch: (call) => this.#dispatch(call), ...options });
    this.sessions.push(session);
    return session;
  }

  /** Sends an event to every client. */
  emit<M>(event: EventMessage<M>, message: M): void {
    for (const session of this.sessions) if (session.closed === undefined) session.sendEvent(event, message);
  }

  async #dispatch(call: ServerCall): Promise<unknown> {
    this.calls.push(call.procedure.name);
    const handler = this.#handlers.get(call.procedure);
    if (handler === undefined) throw new VirtError('VIR_ERR_NO_SUPPORT', call.procedure.name);
    return handler(call.args, call);
  }
}
