import type { Call, DomainRef, HypervisorDriver } from '@virtweave/core-api';
import type { JobKind } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';

/** A part of the contract. */
export type Members<K extends keyof HypervisorDriver> = Pick<HypervisorDriver, K>;

/**
 * Runs `body` for a guest when its turn has come. A guest that was undefined while the call waited is gone.
 *
 * @param operation Name of the contract's member, for those who wait in vain.
 */
export function withGuest<T>(
  engine: QemuEngine,
  ref: DomainRef,
  kind: JobKind,
  operation: string,
  call: Call,
  body: (guest: Guest, signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const guest = engine.guests.get(ref);
  return guest.lock.run(
    kind,
    operation,
    (job) => {
      if (guest.removed) engine.guests.get(ref);
      return body(guest, job.signal);
    },
    call.signal === undefined ? {} : { signal: call.signal },
  );
}
