import type { Disk, Domain, Interface } from '@virtweave/core-conf';
import { VirtError, getLogger, type Logger } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { releaseDisk } from '../lifecycle/disks.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import { releaseInterfaces } from '../lifecycle/interfaces.ts';
import { elementOf, placedDevices, withoutDevice, type DeviceList, type PlacedDevice } from './kinds.ts';
import { nodesOfDisk } from './nodes.ts';
import { whenUnplugged } from './unplug.ts';

const log: Logger = getLogger('qemu.qemu_hotplug');

/** Lists of which a running guest gives devices up. */
const removable: ReadonlySet<DeviceList> = new Set<DeviceList>([
  'disks', 'controllers', 'interfaces', 'hostdevs', 'inputs', 'rngs', 'redirdevs', 'watchdogs', 'memories', 'shmems', 'channels',
  'filesystems', 'cryptos', 'serials',
]);

/**
 * Asks a running guest for a device. When it does not answer within five seconds it is only asked, as in libvirt: once it has
 * given the device up, the event `device-removed` says so, and the document has it no more.
 *
 * @throws VirtError for devices that no running guest gives up, and in QEMU's words
 */
export async function unplugDevice(engine: QemuEngine, guest: Guest, placed: PlacedDevice, signal?: AbortSignal): Promise<void> {
  const running = guest.requireRunning();
  const { list, device } = placed;
  const { alias } = device;
  refuse(placed);
  if (alias === undefined) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `device '${elementOf(list)}' has no alias`, { domain: 'VIR_FROM_QEMU' });
  // The device knows its nodes only while it is there.
  const nodes = list === 'disks' ? await nodesOfDisk(running, device as Disk) : [];
  running.unplugging.set(alias, nodes);
  const gone = await whenUnplugged(running, alias, () => running.monitor.execute('device_del', { id: alias }), signal);
  if (gone) await deviceGone(engine, guest, running, alias);
}

/** A device is no longer there: gives back what stood behind it. Any number of times. */
export async function deviceGone(engine: QemuEngine, guest: Guest, running: RunningGuest, alias: string): Promise<void> {
  const found = placedDevices(running.document.devices).find(({ device }) => device.alias === alias);
  const nodes = running.unplugging.get(alias) ?? [];
  running.unplugging.delete(alias);
  if (found === undefined) return;
  const { list, index, device } = found;
  const before = running.document;
  running.document = { ...before, devices: withoutDevice(before.devices, list, index) };
  const { monitor } = running;
  const quietly = async (command: string, args: Record<string, string>): Promise<void> => {
    await monitor.execute(command, args).catch((error: unknown) => log.warning(`behind ${alias} of guest ${guest.name}: ${String(error)}`));
  };
  if (list === 'disks') {
    for (const name of nodes) await quietly('blockdev-del', { 'node-name': name });
    await releaseDisk(engine, guest, device as Disk);
  } else if (list === 'interfaces') {
    await quietly('netdev_del', { id: `host${alias}` });
    const only: Domain = { ...before, devices: { ...before.devices, interfaces: [device as Interface] } };
    await releaseInterfaces(engine, only, { sure: true });
  } else if (list === 'rngs') await quietly('object-del', { id: `obj${alias}` });
  else if (list === 'memories' || list === 'shmems') await quietly('object-del', { id: `mem${alias}` });
  else if (list === 'channels' || list === 'serials') await quietly('chardev-remove', { id: `char${alias}` });
  await saveStatus(engine, guest, running);
}

function refuse({ list, device }: PlacedDevice): void {
  if (!removable.has(list)) throw unsupported(`live detach of device '${elementOf(list)}' is not supported`);
  if (list === 'disks') {
    const { device: kind, target } = device as Disk;
    if (target.bus !== 'virtio' && target.bus !== 'scsi' && target.bus !== 'usb') throw unsupported('This type of disk cannot be hot unplugged');
    if (kind === 'floppy') throw unsupported(`disk device type '${kind}' cannot be detached`);
  }
  if (list === 'controllers' && (device as { type?: string }).type !== 'scsi') throw unsupported(`'${String((device as { type?: string }).type)}' controller cannot be hot unplugged.`);
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}
