import { getLogger, type Logger } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { changeDisk, jobEnded, jobOf } from './jobs.ts';

const log: Logger = getLogger('qemu.qemu_blockjob');

/** Jobs went on while nobody watched: the document of a guest that was found again gets what has become of them. */
export async function settleBlockJobs(engine: QemuEngine, guest: Guest, running: RunningGuest): Promise<void> {
  for (const { mirror, target } of running.document.devices.disks) {
    if (mirror === undefined || guest.running !== running) continue;
    try {
      const job = await jobOf(running, target.dev);
      if (job === undefined) await jobEnded(engine, guest, running, target.dev);
      else {
        // A pivot that was cut short can be asked for again.
        const { ready: _, ...rest } = mirror;
        await changeDisk(engine, guest, running, target.dev, (disk) => ({ ...disk, mirror: { ...rest, ...(job.ready && { ready: 'yes' }) } }));
      }
    } catch (error) {
      log.error(`block job of disk ${target.dev} of guest ${guest.name}: ${String(error)}`);
    }
  }
}
