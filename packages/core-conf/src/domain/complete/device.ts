import { normalizeMac, randomMac } from '@virtweave/core-util/values';
import type { Address } from '../devices/address.ts';
import type { Hostdev } from '../devices/hostdev.ts';
import { unsupported } from '../validate/refuse.ts';
import type { Disk, DiskBus } from '../devices/disk.ts';
import { inputBus } from './input-bus.ts';
import type { Interface } from '../devices/interface.ts';
import type { Domain } from '../domain.ts';
import type { CompletionContext } from './context.ts';
import type { Device } from './devices.ts';
import { driveAddress } from './drive-address.ts';
import { hostdevAddress } from './hostdev-address.ts';

/** Defaults of one device that hold for every hypervisor. */
export function completeDevice(item: Device, domain: Domain, context: CompletionContext): void {
  completePciAddress((item.device as { address?: Address }).address);
  switch (item.kind) {
    case 'disks':
      return completeDisk(item.device, domain.devices.hostdevs, context);
    case 'interfaces':
      return completeInterface(item.device, context);
    case 'hostdevs':
      return completeHostdev(item.device, domain);
    case 'sounds':
      // Other cards have no codecs.
      if (item.device.model !== 'ich6' && item.device.model !== 'ich9') delete item.device.codecs;
      return;
    case 'rngs':
      if (item.device.backend.type === 'random') item.device.backend.path ??= '/dev/random';
      return;
    case 'tpms':
      if (item.device.backend.type === 'passthrough') item.device.backend.device ??= '/dev/tpm0';
      return;
    case 'inputs':
      item.device.bus ??= inputBus(item.device, domain);
      return;
    case 'vsock':
      item.device.cid ??= {};
      item.device.cid.auto ??= (item.device.cid.address ?? 0) === 0;
      return;
    case 'smartcards':
      item.device.address ??= { type: 'ccid', controller: 0, slot: item.index };
      return;
    case 'channels':
    case 'consoles':
    case 'serials':
    case 'parallels':
      if (item.kind !== 'channels') item.device.target.port ??= item.index;
      return;
    default:
  }
}

function completeHostdev(hostdev: Hostdev, domain: Domain): void {
  const { source } = hostdev;
  if (hostdev.mode === 'subsystem') hostdev.managed ??= false;
  if (source.type !== 'scsi') {
    delete hostdev.readonly;
    delete hostdev.shareable;
    return;
  }
  hostdev.address ??= hostdevAddress(domain);
  // Without a number the first logical unit is meant.
  if (source.protocol === 'iscsi' && source.name?.includes('/') === false) source.name += '/0';
}

/** A place on PCI of which the document says a part; one of which it says nothing is to be found. */
function completePciAddress(address: Address | undefined): void {
  if (address?.type !== 'pci') return;
  const { domain = 0, bus = 0, slot = 0 } = address;
  if (domain === 0 && bus === 0 && slot === 0) return;
  address.domain ??= 0;
  address.bus ??= 0;
  address.slot ??= 0;
  address.function ??= 0;
}

/** The bus that a target name stands for when none is named. */
const busByName: readonly (readonly [prefix: string, bus: DiskBus])[] = [
  ['fd', 'fdc'],
  ['hd', 'ide'],
  ['sd', 'scsi'],
  ['vd', 'virtio'],
  ['xvd', 'xen'],
  ['ubd', 'uml'],
];

function dropLabelskip({ source }: Disk): void {
  const labels = source.seclabels?.filter(({ labelskip }) => labelskip !== true);
  if (labels === undefined) return;
  if (labels.length > 0) source.seclabels = labels;
  else delete source.seclabels;
}

/** The bus of a disk whose document names none. */
export function diskBus({ device, target }: Disk): DiskBus {
  return device === 'floppy' ? 'fdc' : (busByName.find(([prefix]) => target.dev.startsWith(prefix))?.[1] ?? 'ide');
}

function completeDisk(disk: Disk, hostdevs: readonly Hostdev[], { driver, inactive }: CompletionContext): void {
  // Whether labels were skipped is something of a running guest.
  if (inactive) dropLabelskip(disk);
  if (disk.device === 'cdrom') disk.readonly = true;
  // A drive without a volume is an empty drive.
  if (disk.source.type === 'volume' && disk.source.pool === undefined && disk.source.volume === undefined) {
    disk.source = { ...disk.source, type: 'file' };
  }
  if (disk.driver?.cache === 'default') delete disk.driver.cache;
  if (disk.target.bus !== 'usb' && disk.target.bus !== 'scsi') delete disk.target.removable;
  const address = disk.address ?? driveAddress(disk, driver.wideScsi ?? false);
  if (address === undefined) return;
  if (disk.address === undefined && disk.target.bus === 'scsi') requireFree(address, disk, hostdevs);
  disk.address = address;
}

/** The place that a disk's name stands for may be that of a SCSI device of the host. libvirt's message lacks its last quote. */
function requireFree(address: Address | undefined, { target }: Disk, hostdevs: readonly Hostdev[]): void {
  if (address?.type !== 'drive') return;
  const { controller, bus, target: at, unit } = address;
  for (const { source, address: other } of hostdevs) {
    if (source.type !== 'scsi' || other?.type !== 'drive' || other.controller !== controller) continue;
    if (other.bus !== bus || other.target !== at || other.unit !== unit) continue;
    throw unsupported(
      `using disk target name '${target.dev}' conflicts with SCSI host device address controller='${controller}' bus='${bus}' target='${at}' unit='${unit}`,
    );
  }
}

function completeInterface(networkInterface: Interface, { random, driver, inactive }: CompletionContext): void {
  // The port lives as long as the guest runs.
  if (inactive && networkInterface.source.type === 'network') delete networkInterface.source.portid;
  // So does a tap whose name was made up, and its name may be somebody else's at the next start.
  const { target } = networkInterface;
  if (inactive && target?.managed !== false && /^(vnet|macvtap|macvlan)/.test(target?.dev ?? '')) delete networkInterface.target;
  if (networkInterface.coalesce?.rx?.frames?.max === 0) delete networkInterface.coalesce;
  const mac = (networkInterface.mac ??= {});
  if (mac.address !== undefined) mac.address = normalizeMac(mac.address);
  if (mac.address === undefined || mac.address === '00:00:00:00:00:00') mac.address = randomMac(driver.macPrefix, random);
}
