import { getLogger, type Logger } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import { startDefined } from '../save/start-defined.ts';

const log: Logger = getLogger('qemu.qemu_driver');

/**
 * Starts the guests that start with the host, once in each boot of it: a guest that was shut down on purpose stays off when
 * only our process comes anew. One that cannot start is reported to the log, and the others start all the same.
 */
export async function autostartGuests(engine: QemuEngine): Promise<void> {
  const { host, scope } = engine;
  const marker = `${scope.folders.run}/autostarted`;
  const boot = (await host.readFile('/proc/sys/kernel/random/boot_id', { maxBytes: 4096 })).toString('latin1').trim();
  const done = (await host.stat(marker)) === undefined ? '' : (await host.readFile(marker, { maxBytes: 4096 })).toString('latin1').trim();
  if (done === boot) return;
  await host.writeFile(marker, `${boot}\n`, { durable: false });
  for (const guest of [...engine.guests].filter(({ autostart, active }) => autostart && !active)) {
    try {
      await guest.lock.run('modify', 'autostart', async () => {
        if (guest.active || guest.removed) return;
        await startDefined(engine, guest);
      });
    } catch (error) {
      log.error(`Failed to autostart VM '${guest.name}': ${String(error)}`);
    }
  }
}
