import type { Identity } from '../identity.ts';

/** The last argument of every member of the contract: who calls, and how to stop it. */
export interface Call {
  /** Abort while waiting leaves the queue; abort while running asks the operation to stop at its next safe point. */
  readonly signal?: AbortSignal | undefined;
  readonly identity: Identity;
}
