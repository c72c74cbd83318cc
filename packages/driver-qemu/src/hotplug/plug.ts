import { cloneDomain, type Disk, type Domain, type Interface } from '@virtweave/core-conf';
import { Reverter, VirtError } from '@virtweave/core-util';
import { assignAliases, buildCommand } from '../command/index.ts';
import { capabilitiesFor } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { commandContext, commandFolders } from '../lifecycle/command-context.ts';
import { claimDisks, releaseDisk } from '../lifecycle/disks.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import { prepareInterfaces, type PreparedInterfaces } from '../lifecycle/interfaces.ts';
import { learnPtys } from '../lifecycle/runtime-settings.ts';
import { setThrottle } from '../lifecycle/throttle.ts';
import { grow } from './grow.ts';
import { elementOf, placedDevices, withDevice, type AnyDevice, type DeviceList, type PlacedDevice } from './kinds.ts';
import { highestNode, renumberNodes } from './nodes.ts';
import { doSteps, qmpSteps, undoSteps } from './qmp-steps.ts';
import type { XmlElement } from '@virtweave/core-util/xml';

/** Lists of which a running guest takes devices. */
const pluggable: ReadonlySet<DeviceList> = new Set<DeviceList>([
  'disks', 'controllers', 'interfaces', 'hostdevs', 'inputs', 'rngs', 'redirdevs', 'watchdogs', 'memories', 'shmems', 'channels',
  'filesystems', 'cryptos',
]);

/**
 * Plugs a device into a running guest. The caller holds its lock. When this fails nothing is left.
 *
 * @throws VirtError as libvirt's for what cannot be plugged, and in QEMU's words for what it refuses
 */
export async function plugDevice(engine: QemuEngine, guest: Guest, wish: XmlElement, signal?: AbortSignal): Promise<void> {
  const running = guest.requireRunning();
  const before = running.document;
  refuseTwice(before, wish);
  const { device, others } = await grow(engine, before, wish);
  const added = [...others, device];
  for (const one of added) refuseKind(one, wish);
  const document = cloneDomain(before);
  for (const { list, device: part } of added) Object.assign(document.devices, withDevice(document.devices, list, part));
  nameDevices(document, added);
  const undo = new Reverter();
  try {
    await plug(engine, guest, running, document, added, undo, signal);
    undo.success();
  } catch (error) {
    running.document = before;
    await saveStatus(engine, guest, running);
    throw await undo.revert(error);
  }
  for (const { device: part } of added) {
    if (part.alias !== undefined) engine.events.emit({ kind: 'device-added', domain: guest.ref, devAlias: part.alias });
  }
}

async function plug(
  engine: QemuEngine,
  guest: Guest,
  running: RunningGuest,
  document: Domain,
  added: readonly PlacedDevice[],
  undo: Reverter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const call = signal === undefined ? {} : { signal };
  const { monitor, folder, id } = running;
  const only = <T>(list: DeviceList): T[] => added.filter((one) => one.list === list).map(({ device }) => device as T);
  const disks = only<Disk>('disks');
  const partly = { ...document, devices: { ...document.devices, disks, interfaces: only<Interface>('interfaces') } };
  for (const disk of disks) undo.add(`give back disk ${disk.target.dev}`, () => releaseDisk(engine, guest, disk));
  await claimDisks(engine, guest, partly, call);
  // On disk before there is a tap or a device: whoever finds the status looks for them.
  const announce = async (): Promise<void> => {
    running.document = document;
    await saveStatus(engine, guest, running);
  };
  const interfaces: PreparedInterfaces = await prepareInterfaces(engine, partly, { undo, folder, announce, ...call });
  const context = await commandContext(engine, document, {
    folders: commandFolders(engine.scope, id, guest.name),
    monitor: `${folder}/monitor.sock`,
    masterKey: await engine.host.readFile(`${folder}/master-key.aes`, { maxBytes: 64, ...call }),
    interfaces,
  });
  const command = buildCommand(document, await capabilitiesFor(engine, document), context);
  const parts = added.map(({ list, device }) => {
    const at = (document.devices[list] as readonly AnyDevice[]).indexOf(device);
    return `/domain/devices/${elementOf(list)}[${at + 1}]`;
  });
  const wanted = parts.flatMap((part) => command.explained.filter((one) => one.part === part));
  const steps = qmpSteps(renumberNodes(wanted, disks.length > 0 ? await highestNode(monitor) : 0));
  await announce();
  await doSteps(monitor, steps, signal);
  undo.add('unplug it', () => undoSteps(monitor, steps));
  await learnPtys(running, signal);
  for (const disk of disks) if (disk.iotune !== undefined) await setThrottle(running, disk, signal);
  for (const { link, alias } of only<Interface>('interfaces')) {
    if (link === 'down' && alias !== undefined) await monitor.execute('set_link', { name: alias, up: false });
  }
  await saveStatus(engine, guest, running);
}

/** Names as at a start, but numbers that are in use are not given again. */
function nameDevices(document: Domain, added: readonly PlacedDevice[]): void {
  const fresh = new Set<AnyDevice>(added.map(({ device }) => device));
  const old = new Map(placedDevices(document.devices).flatMap(({ device }) => (fresh.has(device) ? [] : [[device, device.alias] as const])));
  assignAliases(document);
  for (const [device, alias] of old) {
    if (alias === undefined) delete device.alias;
    else device.alias = alias;
  }
  const used = new Set(old.values());
  for (const device of fresh) {
    const match = /^(.*?)(\d+)$/.exec(device.alias ?? '');
    for (let next = Number(match?.[2] ?? 0); match !== null && used.has(device.alias); next += 1) device.alias = `${match[1]}${next}`;
    used.add(device.alias);
  }
}

/** libvirt's own words for what is there already. */
function refuseTwice({ devices }: Domain, wish: XmlElement): void {
  if (wish.name === 'disk') {
    const target = wish.child('target')?.attr('dev');
    if (devices.disks.some((disk) => disk.target.dev === target)) {
      throw new VirtError('VIR_ERR_OPERATION_FAILED', `target ${target ?? ''} already exists`, { domain: 'VIR_FROM_QEMU' });
    }
  }
}

function refuseKind({ list, device }: PlacedDevice, wish: XmlElement): void {
  if (!pluggable.has(list)) throw unsupported(`live attach of device '${wish.name}' is not supported`);
  if (list === 'disks') {
    const { device: kind, target } = device as Disk;
    if (target.bus === 'ide' || target.bus === 'sata' || target.bus === 'fdc' || target.bus === 'sd') {
      throw unsupported(`disk bus '${target.bus}' cannot be hotplugged.`);
    }
    if (kind === 'floppy') throw unsupported(`disk device type '${kind}' cannot be hotplugged`);
  }
  if (list === 'controllers' && (device as { type?: string }).type === 'pci') {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'No more available PCI slots', { domain: 'VIR_FROM_QEMU' });
  }
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}
