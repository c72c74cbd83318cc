import type { QemuEngine } from '../engine/engine.ts';
import { VirtError } from '@virtweave/core-util';
import type { Members } from './members.ts';

/** `virDomainJobType`: no job is under way. */
const NONE = 0;
/** `virDomainControlState` */
const OK = 0;
const BUSY = 1;

/** What a guest is busy with. */
export function jobMembers(engine: QemuEngine): Members<'domainGetJobStats' | 'domainAbortJobFlags' | 'domainGetControlInfo'> {
  return {
    async domainGetJobStats(ref) {
      engine.guests.get(ref).requireRunning();
      return { type: NONE, params: [] };
    },
    async domainAbortJobFlags(ref) {
      const guest = engine.guests.get(ref);
      guest.requireRunning();
      if (guest.lock.job?.kind !== 'async') {
        throw new VirtError('VIR_ERR_OPERATION_INVALID', 'no job is active on the domain', { domain: 'VIR_FROM_QEMU' });
      }
      guest.lock.abortAsyncJob();
    },
    async domainGetControlInfo(ref) {
      const guest = engine.guests.get(ref);
      guest.requireRunning();
      const { job } = guest.lock;
      return { state: job === undefined ? OK : BUSY, details: 0, stateTime: job === undefined ? 0n : BigInt(Date.now() - job.since) };
    },
  };
}
