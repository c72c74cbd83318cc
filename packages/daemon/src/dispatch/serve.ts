import type { AnyProcedure, Procedure, ServerCall } from '@virtweave/core-rpc';
import type { Client } from '../client/client.ts';

/** A procedure, and what answers it. */
export interface Served {
  readonly procedure: AnyProcedure;
  answer(client: Client, args: unknown, call: ServerCall): Promise<unknown>;
}

type Answer<Args, Ret> = (client: Client, args: Args, call: ServerCall) => Promise<Ret>;

/** Ties them together; the compiler checks that the answer has the procedure's shape. */
export function serve<Args, Ret>(procedure: Procedure<Args, Ret>, answer: Answer<Args, Ret>): Served {
  return { procedure: procedure as AnyProcedure, answer: answer as Answer<unknown, unknown> };
}
