import { eachDevice } from '../complete/devices.ts';
import type { DriveAddress } from '../devices/address.ts';
import type { Disk } from '../devices/disk.ts';
import type { Hostdev } from '../devices/hostdev.ts';
import type { Interface } from '../devices/interface.ts';
import type { Domain } from '../domain.ts';
import { nameOfSource } from './disks.ts';
import { refuse, unsupported } from './refuse.ts';

/** Controllers and boot orders: what libvirt refuses while it completes a definition. */
export function validateNumbers({ devices, os }: Domain): void {
  const controllers = new Set<string>();
  for (const { type, index } of devices.controllers) {
    // The companions of a USB 2 controller share its index, and libvirt looks no closer.
    if (type === 'usb') continue;
    const key = `${type} ${index}`;
    if (controllers.has(key)) throw refuse(`Multiple '${type}' controllers with index '${index}'`);
    controllers.add(key);
  }
  const orders = new Set<number>();
  eachDevice(devices, (item) => {
    const { boot } = item.device as { boot?: { order: number } };
    if (boot === undefined) return;
    if (orders.has(boot.order)) throw unsupported(`boot order '${boot.order}' used for more than one device`);
    orders.add(boot.order);
  });
  if (orders.size > 0 && explicitBoot(os)) {
    throw unsupported('per-device boot elements cannot be used together with os/boot elements');
  }
  const panics = new Set<string>();
  for (const { model } of devices.panics) {
    const name = model ?? 'default';
    if (panics.has(name)) throw refuse(`Multiple panic devices with model '${name}'`);
    panics.add(name);
  }
}

const explicitBoot = ({ boot }: Domain['os']): boolean => boot !== undefined && boot.length > 0;

/** Disk targets, places on drive buses, host devices, aliases: each may be used once. */
export function validateDuplicates(domain: Domain): void {
  const { disks, hostdevs, interfaces } = domain.devices;
  validateTargets(disks);
  validateDriveAddresses(disks, hostdevs);
  validateHostdevs([...interfaces.flatMap(hostdevOf), ...hostdevs]);
  validateAliases(domain);
}

function validateTargets(disks: readonly Disk[]): void {
  const targets = new Map<string, Disk>();
  for (const disk of disks) {
    const { dev } = disk.target;
    const other = targets.get(dev);
    if (other !== undefined) {
      throw refuse(
        `target '${dev}' duplicated for disk sources '${nameOfSource(other.source)}' and '${nameOfSource(disk.source)}'`,
      );
    }
    targets.set(dev, disk);
  }
}

const placeOf = ({ controller, bus, target, unit }: DriveAddress): string =>
  `controller='${controller}' bus='${bus}' target='${target}' unit='${unit}'`;

function validateDriveAddresses(disks: readonly Disk[], hostdevs: readonly Hostdev[]): void {
  const taken = new Map<string, Disk>();
  for (const disk of disks) {
    const { address, target } = disk;
    if (address?.type !== 'drive') continue;
    const key = `${target.bus} ${placeOf(address)}`;
    const other = taken.get(key);
    if (other !== undefined) {
      throw unsupported(`Found duplicate drive address for disk with target name '${other.target.dev}' ${placeOf(address)}`);
    }
    taken.set(key, disk);
  }
  const host = new Set<string>();
  for (const { source, address } of hostdevs) {
    if (source.type !== 'scsi' || address?.type !== 'drive') continue;
    const place = placeOf(address);
    if (host.has(place)) throw unsupported(`SCSI host address ${place} in use by another SCSI host device`);
    if (taken.has(`scsi ${place}`)) throw refuse(`SCSI host address ${place} in use by a SCSI disk`);
    host.add(place);
  }
}

type Given = Pick<Hostdev, 'source'>;

/** The device that is given away as a network interface. */
function hostdevOf({ source }: Interface): readonly Given[] {
  return source?.type === 'hostdev' && source.address !== undefined && (source.address.type ?? 'pci') === 'pci'
    ? [{ source: { type: 'pci', address: source.address } }]
    : [];
}

/** A device of the host is given away once. */
function validateHostdevs(hostdevs: readonly Given[]): void {
  const seen = new Set<string>();
  for (const { source } of hostdevs) {
    const key = identityOf(source);
    if ((key !== undefined && seen.has(key)) || (source.type === 'usb' && seen.has(usbProduct(source)))) {
      throw refuse('Hostdev already exists in the domain configuration');
    }
    if (key !== undefined) seen.add(key);
  }
}

type UsbSource = Extract<Hostdev['source'], { type: 'usb' }>;

const usbProduct = ({ vendor = 0, product = 0 }: UsbSource): string => `usb product ${vendor}:${product}`;

/** Where a USB device is, or else of what kind: one without a place takes any of its kind from those behind it. */
function usbIdentity(source: UsbSource): string {
  const { bus = 0, device = 0, port = '' } = source.address ?? {};
  return bus !== 0 && (device !== 0 || port !== '') ? `usb ${bus}:${device}:${port}` : usbProduct(source);
}

function identityOf(source: Hostdev['source']): string | undefined {
  switch (source.type) {
    case 'pci': {
      const { domain = 0, bus = 0, slot = 0, function: fn = 0 } = source.address ?? {};
      return `pci ${domain}:${bus}:${slot}.${fn}`;
    }
    case 'usb':
      return usbIdentity(source);
    case 'storage':
      return `storage ${source.block}`;
    case 'misc':
      return `misc ${source.char}`;
    case 'net':
      return `net ${source.interface}`;
    case 'scsi':
      if (source.protocol === 'iscsi') {
        const [host] = source.hosts ?? [];
        return `iscsi ${source.name} ${host?.name}:${host?.port ?? ''}`;
      }
      return source.address === undefined
        ? undefined
        : `scsi ${source.adapter} ${source.address.bus}:${source.address.target}:${source.address.unit}`;
    case 'scsi_host':
      return `${source.protocol} ${source.wwpn}`;
    case 'mdev':
      return `mdev ${source.uuid}`;
  }
}

function validateAliases({ devices }: Domain): void {
  const aliases = new Set<string>();
  // A console that is another view of a serial port has its alias, too, and is not visited.
  eachDevice(devices, ({ device }) => {
    const { alias } = device as { alias?: string };
    if (alias === undefined) return;
    if (aliases.has(alias)) throw unsupported(`non unique alias detected: ${alias}`);
    aliases.add(alias);
  });
}
