import { VirtError, getLogger, type Logger } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { ShutoffReason } from '../engine/guest-state.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { releaseDisks } from './disks.ts';
import { lifecycle } from './events.ts';
import { removeGuestFolders } from './guest-folders.ts';
import { endHelpers } from './helpers.ts';
import { forgetAllSnapshots } from '../snapshot/store.ts';
import { releaseInterfaces } from './interfaces.ts';

const log: Logger = getLogger('qemu.qemu_process');

/** The detail of the `stopped` event for each reason. */
const stopDetail = {
  unknown: 'shutdown',
  shutdown: 'shutdown',
  destroyed: 'destroyed',
  crashed: 'crashed',
  migrated: 'migrated',
  saved: 'saved',
  failed: 'failed',
  'from snapshot': 'from snapshot',
  daemon: 'failed',
} as const;

/**
 * Ends QEMU, and waits until the guest is off.
 *
 * @param graceful Fail rather than kill (`VIR_DOMAIN_DESTROY_GRACEFUL`).
 */
export async function endGuest(
  engine: QemuEngine,
  guest: Guest,
  running: RunningGuest,
  reason: ShutoffReason,
  options: { graceful?: boolean } = {},
): Promise<void> {
  running.stopping ??= reason;
  await engine.host.signal(running.process, 'SIGTERM');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), engine.timeouts.stop)));
  const outcome = await Promise.race([running.ended, late]);
  clearTimeout(timer);
  if (outcome !== 'late') return;
  if (options.graceful === true) {
    delete running.stopping;
    throw new VirtError('VIR_ERR_OPERATION_FAILED', `Failed to terminate process ${running.process.pid} with SIGTERM: Device or resource busy`, {
      domain: 'VIR_FROM_QEMU',
    });
  }
  log.warning(`QEMU of guest ${guest.name} does not end, killing process ${running.process.pid}`);
  await engine.host.signal(running.process, 'SIGKILL');
  const alive = setInterval(() => {}, 60_000);
  try {
    await running.ended;
  } finally {
    clearInterval(alive);
  }
}

/** The process is gone: removes its traces, tells all who listen. Any number of times. */
export async function guestEnded(engine: QemuEngine, guest: Guest, running: RunningGuest): Promise<void> {
  if (guest.running !== running || engine.closed) return;
  const reason = running.stopping ?? (running.shutdownSeen === undefined ? 'crashed' : 'shutdown');
  guest.running = undefined;
  guest.ending = running.ended;
  guest.state = { state: 'shutoff', reason };
  running.monitor.close();
  running.agent.closed();
  for (const console of running.consoles.values()) console.close();
  // While the status is there: whoever finds it removes what is left.
  await releaseInterfaces(engine, running.document, { sure: true });
  try {
    await endHelpers(engine, running.document, running.folder);
    await Promise.all([
      engine.statuses.delete(guest.name),
      removeGuestFolders(engine, running.id, guest.name),
      engine.host.appendFile(running.logFile, `${new Date().toISOString().replace('T', ' ').replace('Z', '+0000')}: shutting down, reason=${reason}\n`),
    ]);
  } catch (error) {
    log.error(`cannot remove what is left of guest ${guest.name}: ${String(error)}`);
  }
  releaseDisks(engine, guest);
  engine.guests.setId(guest, -1);
  lifecycle(engine, guest, 'stopped', stopDetail[reason]);
  if (guest.definition === undefined) {
    await forgetAllSnapshots(engine, guest).catch((error: unknown) => log.error(`cannot remove the snapshots of guest ${guest.name}: ${String(error)}`));
    guest.removed = true;
    engine.guests.remove(guest);
  }
  running.settleEnded();
}
