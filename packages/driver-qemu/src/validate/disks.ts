import type { Disk, Domain, Iotune } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { validateDiskPlace } from './drive-addresses.ts';
import { validateDiskIothreads } from './iothreads.ts';
import { refuse, unsupported } from './refuse.ts';
import { validateDiskSource } from './sources.ts';
import { requireSharedMemory } from './shared-memory.ts';

/** `qemuValidateDomainDeviceDefDisk`. */
export function validateDisk(disk: Disk, domain: Domain, context: DefinitionContext): void {
  validateFrontend(disk, domain, context);
  validateDiskPlace(disk, domain);
  validateDiskIothreads(disk, domain);
  validateThrottling(disk, domain);
  validateTransient(disk);
  validateImage(disk);
  validateDiskSource(disk.source, disk.driver, context);
  for (let store = disk.backingStore; store !== undefined && store !== 'end'; store = store.backingStore) {
    validateDiskSource(store.source, store.format, context);
  }
  if (disk.source.type === 'vhostuser') {
    if (!context.has('vhost-user-blk')) throw unsupported('vhostuser disk is not supported with this QEMU binary');
    requireSharedMemory(domain, 'disk');
  }
}

const virtioAddresses: ReadonlySet<string> = new Set(['pci', 'ccw', 'virtio-mmio', 'virtio-s390', 'unassigned']);

const chsBuses: ReadonlySet<string | undefined> = new Set(['ide', 'scsi', 'virtio', 'sata', 'usb']);

function validateFrontend(disk: Disk, domain: Domain, context: DefinitionContext): void {
  const { device, target, driver, geometry, address } = disk;
  const { bus, dev } = target;
  const at = address?.type;
  if (geometry !== undefined) {
    if (bus === 'usb' || !chsBuses.has(bus)) throw unsupported(`CHS geometry can not be set for '${bus}' bus`);
    if (geometry.trans !== undefined && bus !== 'ide') {
      throw unsupported(`CHS translation mode can only be set for 'ide' bus not '${bus}'`);
    }
  }
  if (disk.serial !== undefined && (bus === 'sd' || bus === 'fdc')) {
    throw unsupported(`Serial property not supported for drive bus '${bus}'`);
  }
  if ((device === 'cdrom' || device === 'floppy') && (bus === 'virtio' || bus === 'sd' || bus === 'nvme')) {
    throw unsupported(`disk type of '${bus}' does not support ejectable media`);
  }
  // There is no such thing as an empty USB stick.
  if (isEmpty(disk) && bus === 'usb') throw unsupported(`'usb' disk must not be empty`);
  if (driver?.copyOnRead === true) {
    if (disk.readonly === true && device !== 'cdrom') {
      throw unsupported(`copy_on_read is not compatible with read-only disk '${dev}'`);
    }
    if (device === 'cdrom' || device === 'floppy') {
      throw unsupported(`copy_on_read is not supported with removable disk '${dev}'`);
    }
  }
  validateIdentity(disk);
  if (device === 'lun') validateLun(disk, context);
  if (target.rotationRate !== undefined) {
    if (bus !== 'scsi' && bus !== 'ide' && bus !== 'sata') {
      throw unsupported('rotation rate is only valid for SCSI/IDE/SATA bus');
    }
    if (device !== 'disk') throw unsupported('rotation rate is only valid for disk device');
  }
  if ((bus === 'scsi' || bus === 'ide' || bus === 'sata' || bus === 'fdc') && at !== undefined && at !== 'drive') {
    throw refuse(`unexpected address type for ${bus} disk`, 'VIR_ERR_INTERNAL_ERROR');
  }
  if (bus === 'virtio' && at !== undefined && !virtioAddresses.has(at)) {
    throw unsupported(`virtio disk cannot have an address of type '${at}'`);
  }
  if (bus === 'usb') {
    if (!context.has('usb-storage')) throw unsupported("This QEMU doesn't support '-device usb-storage'");
    if (at !== undefined && at !== 'usb') {
      throw refuse('unexpected address type for usb disk', 'VIR_ERR_INTERNAL_ERROR');
    }
  }
  if (device !== 'cdrom' && disk.readonly === true && (bus === 'ide' || bus === 'sata')) {
    throw unsupported(`readonly ${bus} disks are not supported`);
  }
  if (driver?.io === 'native' && driver.cache !== 'none' && driver.cache !== 'directsync') {
    throw unsupported("io='native' needs either no disk cache or directsync cache mode");
  }
  if (driver?.io === 'io_uring' && !context.has('aio.io_uring')) {
    throw unsupported('io uring is not supported by this QEMU binary');
  }
  if (driver?.name !== undefined && driver.name !== 'qemu') {
    throw unsupported(`unsupported driver name '${driver.name}' for disk '${dev}'`);
  }
  if (/\d$/.test(dev) && bus !== 'nvme') {
    throw unsupported(`invalid disk target '${dev}', partitions can't appear in disk targets`);
  }
  validateSerial(disk);
}

/** A file, device or server is named. */
function isEmpty({ source }: Disk): boolean {
  switch (source.type) {
    case 'file':
      return source.file === undefined && source.fdgroup === undefined;
    case 'block':
      return source.dev === undefined;
    case 'dir':
      return source.dir === undefined;
    default:
      return false;
  }
}

function validateIdentity({ target, device, wwn, vendor, product }: Disk): void {
  const { bus } = target;
  if (wwn !== undefined && bus !== 'ide' && bus !== 'scsi' && bus !== 'sata') {
    throw unsupported('Only ide and scsi disk support wwn');
  }
  if (bus !== 'scsi') {
    if (vendor !== undefined) throw unsupported("Only scsi disk supports 'vendor'");
    if (product !== undefined) throw unsupported("Only scsi disk supports 'product'");
  }
  if (device !== 'lun') return;
  if (wwn !== undefined) throw unsupported('Setting wwn is not supported for lun device');
  if (vendor !== undefined || product !== undefined) {
    throw unsupported('Setting vendor or product is not supported for lun device');
  }
}

function validateLun({ target, driver }: Disk, { has }: DefinitionContext): void {
  if (target.bus === 'virtio') {
    if (!has('virtio-blk-pci.scsi')) {
      throw unsupported("This QEMU doesn't support SCSI emulation with 'virtio-blk' device");
    }
  } else if (target.bus !== 'scsi') {
    throw unsupported(`disk device='lun' is not supported for bus='${target.bus}'`);
  }
  if (driver?.copyOnRead === true) {
    throw unsupported(`copy_on_read is not compatible with 'lun' disk '${target.dev}'`);
  }
}

function validateSerial({ serial, device, target }: Disk): void {
  if (serial === undefined) return;
  if (device === 'lun' && target.bus === 'scsi') {
    throw unsupported("scsi-block 'lun' devices do not support the serial property");
  }
  if (/[^\w .+-]/.test(serial)) {
    throw unsupported(`driver serial '${serial}' contains unsafe characters`);
  }
}

const most = 10n ** 15n;

function validateThrottling({ iotune, target }: Disk, { devices }: Domain): void {
  if (iotune === undefined) return;
  const { groupName, ...limits } = iotune;
  const values = Object.values(limits).map((value) => BigInt(value));
  if (groupName !== undefined && values.every((value) => value === 0n)) {
    throw unsupported('group_name can be configured only together with settings');
  }
  if (groupName !== undefined) {
    const other = devices.disks.find((one) => one.iotune?.groupName === groupName && !sameLimits(one.iotune, limits));
    if (other !== undefined) throw unsupported(`different iotunes for disks ${target.dev} and ${other.target.dev}`);
  }
  if (values.some((value) => value > most)) {
    throw refuse(`block I/O throttle limit must be no more than ${most} using QEMU`, 'VIR_ERR_ARGUMENT_UNSUPPORTED');
  }
}

/** Disks of one group share its limits. */
function sameLimits({ groupName: _, ...one }: Iotune, other: Iotune): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof typeof one>;
  return [...keys].every((key) => BigInt(one[key] ?? 0) === BigInt((other as typeof one)[key] ?? 0));
}

const transientBuses: ReadonlySet<string | undefined> = new Set(['usb', 'virtio', 'scsi']);

function validateTransient(disk: Disk): void {
  const { transient, target, source, device, readonly } = disk;
  if (transient === undefined) return;
  if (isEmpty(disk)) throw unsupported(`transient disk '${target.dev}' must not be empty`);
  if (readonly === true) throw unsupported(`transient disk '${target.dev}' must not be read-only`);
  if (source.type !== 'file') throw unsupported(`transient disk supported only with 'file' type (${target.dev})`);
  if (device !== 'disk') throw unsupported(`transient disk supported only with 'disk' device (${target.dev})`);
  if (transient.shareBacking === true && !transientBuses.has(target.bus)) {
    throw unsupported(`disk bus '${target.bus}' doesn't support transiend disk backing image sharing`);
  }
}

/** Formats in which several guests may write. */
function validateImage({ shareable, driver, target, source }: Disk): void {
  if (shareable !== true || source.type === 'vhostuser' || source.type === 'vhostvdpa') return;
  const format = driver?.type;
  if (format !== undefined && format !== 'raw') {
    throw unsupported(`shared access for disk '${target.dev}' requires use of supported storage format`);
  }
}
