import { isDeepStrictEqual } from 'node:util';
import { cloneDomain, type Disk, type Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { buildCommand } from '../command/index.ts';
import { capabilitiesFor } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { commandContext, commandFolders } from '../lifecycle/command-context.ts';
import { claimDisks, releaseDisk } from '../lifecycle/disks.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import type { PlacedDevice } from './kinds.ts';
import { highestNode, nodesOfDisk, renumberNodes } from './nodes.ts';
import { doSteps, qmpSteps, undoSteps, type QmpStep } from './qmp-steps.ts';

/**
 * Puts another medium into a drive, or takes it out.
 *
 * @throws VirtError in QEMU's words when the guest has locked the drive and `force` is not set
 */
export async function changeMedium(engine: QemuEngine, guest: Guest, { index }: PlacedDevice, wish: Disk, force: boolean): Promise<void> {
  const running = guest.requireRunning();
  const { monitor } = running;
  const old = running.document.devices.disks[index] as Disk;
  const id = old.alias as string;
  const changed = differing(withoutMedium(old), withoutMedium(wish));
  if (changed !== undefined) throw unsupported(`cannot modify field '${changed}' of the disk`);
  if (isDeepStrictEqual(old.source, wish.source)) return;
  if (old.device !== 'cdrom' && old.device !== 'floppy') throw unsupported(`disk '${old.target.dev}' has no medium that could be changed`);
  const { devices } = running.document;
  const document = cloneDomain({ ...running.document, devices: { ...devices, disks: devices.disks.map((one, at) => (at === index ? wish : one)) } });
  const disk = document.devices.disks[index] as Disk;
  await claimDisks(engine, guest, { ...document, devices: { ...document.devices, disks: [disk] } });
  try {
    const steps = await mediumSteps(engine, guest, document, index);
    const before = await nodesOfDisk(running, old);
    // A drive without a tray takes the same.
    await monitor.execute('blockdev-open-tray', { id, force });
    await monitor.execute('blockdev-remove-medium', { id });
    for (const name of before) await monitor.execute('blockdev-del', { 'node-name': name }).catch(() => undefined);
    const [top] = steps.filter(({ command }) => command === 'blockdev-add').slice(-1);
    if (top !== undefined) {
      await doSteps(monitor, steps);
      try {
        await monitor.execute('blockdev-insert-medium', { id, 'node-name': top.args['node-name'] });
      } catch (error) {
        await undoSteps(monitor, steps);
        throw error;
      }
    }
    await monitor.execute('blockdev-close-tray', { id });
  } catch (error) {
    await releaseDisk(engine, guest, disk);
    throw error;
  }
  await releaseDisk(engine, guest, old);
  running.document = document;
  await saveStatus(engine, guest, running);
}

/** What QEMU is told of the new medium's images. */
async function mediumSteps(engine: QemuEngine, guest: Guest, document: Domain, index: number): Promise<readonly QmpStep[]> {
  const { folder, id, monitor } = guest.requireRunning();
  const context = await commandContext(engine, document, {
    folders: commandFolders(engine.scope, id, guest.name),
    monitor: `${folder}/monitor.sock`,
    masterKey: await engine.host.readFile(`${folder}/master-key.aes`, { maxBytes: 64 }),
    interfaces: new Map(),
  });
  const { explained } = buildCommand(document, await capabilitiesFor(engine, document), context);
  const part = `/domain/devices/disk[${index + 1}]`;
  const images = explained.filter(({ option, part: from }) => from === part && (option === '-blockdev' || option === '-object'));
  return qmpSteps(renumberNodes(images, await highestNode(monitor)));
}

/** What a drive is, whatever lies in it. Images of other formats are other media. */
function withoutMedium({ source: _, backingStore: __, driver = {}, ...drive }: Disk): Readonly<Record<string, unknown>> {
  const { type: ___, ...rest } = driver;
  const { tray: ____, ...target } = drive.target;
  return { ...drive, target, driver: rest };
}

/** The first property that is not the same. */
function differing(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys({ ...a, ...b }).find((name) => !isDeepStrictEqual(a[name], b[name]));
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}
