import { sourcePath, type DiskSource, type Encryption } from '../devices/disk-source.ts';
import type { Disk } from '../devices/disk.ts';
import type { Domain } from '../domain.ts';
import { diskIndex } from '../complete/drive-address.ts';
import { validateIotune } from './iotune.ts';
import { refuse, unsupported } from './refuse.ts';
import { validateDeviceSeclabels } from './seclabels.ts';

/** `virDomainDiskDefValidate`. */
export function validateDisk(disk: Disk): void {
  validateSources(disk);
  validateStartupPolicy(disk);
  validateLun(disk);
  if (disk.iotune !== undefined) validateIotune(disk.iotune);
  validateVhostUser(disk);
  validateDriver(disk);
  validateTarget(disk);
  validateIdentity(disk);
  validateAddress(disk);
}

/** Disks as they are written: each has a place or a name that stands for one, and names its secrets once. */
export function validateDiskDrafts({ devices }: Domain): void {
  for (const { source, encryption, auth, target, address } of devices.disks) {
    if (address === undefined && diskIndex(target.dev) === undefined && knownName.test(target.dev)) {
      throw refuse(`Unknown disk name '${target.dev}' and no address specified`);
    }
    if (encryption !== undefined && source.encryption !== undefined) {
      throw unsupported('an <encryption> definition already found for disk source');
    }
    if (auth !== undefined && source.type === 'network' && source.auth !== undefined) {
      throw unsupported('an <auth> definition already found for disk source');
    }
  }
}

/** A letter and more behind the prefix. */
const knownName = /^(fd|hd|sd|vd|xvd|ubd)[a-z]/;

function validateSources({ source, encryption, auth, backingStore }: Disk): void {
  if (encryption !== undefined) validateEncryption(encryption);
  validateSource(source);
  if (auth !== undefined) validateAuth(source, auth);
  for (let store = backingStore; store !== undefined && store !== 'end'; store = store.backingStore) {
    validateSource(store.source);
  }
}

/** How the key is made is settled when the image is. */
function validateEncryption({ cipher, ivgen }: Encryption): void {
  if (cipher !== undefined) throw unsupported('supplying <cipher> for domain disk definition is unnecessary');
  if (ivgen !== undefined) throw unsupported('supplying <ivgen> for domain disk definition is unnecessary');
}

function validateSource(source: DiskSource): void {
  if (source.encryption !== undefined) {
    validateEncryption(source.encryption);
  }
  if (source.seclabels !== undefined) validateDeviceSeclabels(source.seclabels);
  if (source.type !== 'network') return;
  const { protocol, auth, snapshot, config } = source;
  if (auth !== undefined) validateAuth(source, auth);
  if (snapshot !== undefined && protocol !== 'rbd') {
    throw unsupported("<snapshot> element is currently supported only with 'rbd' disks");
  }
  if (config !== undefined && protocol !== 'rbd') {
    throw unsupported("<config> element is currently supported only with 'rbd' disks");
  }
}

function validateAuth(source: DiskSource, { secret }: { secret?: { type: string } }): void {
  // The kind of a volume's pool is not known yet.
  if (source.type === 'volume') return;
  if (source.type !== 'network') throw refuse('authentication is supported only for network backed disks');
  const wanted = authSecrets[source.protocol];
  if (wanted === undefined) throw refuse(`authentication is not supported for protocol '${source.protocol}'`);
  if (wanted !== 'any' && secret !== undefined && secret.type !== wanted) {
    throw unsupported(`invalid secret type '${secret.type}'`);
  }
}

const authSecrets: { readonly [protocol: string]: string } = {
  rbd: 'ceph',
  iscsi: 'iscsi',
  ssh: 'any',
  http: 'any',
  https: 'any',
  ftp: 'any',
  ftps: 'any',
  tftp: 'any',
};

/** A disk may be absent at start only where it can be changed later, or is looked up on the host. */
function validateStartupPolicy({ source, device }: Disk): void {
  const { startupPolicy } = source;
  if (startupPolicy === undefined) return;
  if (source.type === 'network') {
    throw refuse(`disk startupPolicy '${startupPolicy}' is not allowed for disk of '${source.type}' type`);
  }
  if (startupPolicy === 'requisite' && device !== 'cdrom' && device !== 'floppy') {
    throw refuse("disk startupPolicy 'requisite' is allowed only for cdrom or floppy");
  }
}

function validateLun(disk: Disk): void {
  const { device, source, driver, encryption } = disk;
  if (device !== 'lun') {
    if (source.reservations !== undefined) throw refuse('<reservations/> allowed only for lun devices');
    if (disk.rawio === true) throw refuse("rawio can be used only with device='lun'");
    if (disk.sgio !== undefined) throw refuse("sgio can be used only with device='lun'");
    return;
  }
  if (source.type === 'network') {
    if (source.protocol !== 'iscsi') {
      throw unsupported(`disk device='lun' is not supported for protocol='${source.protocol}'`);
    }
  } else if (source.type !== 'block' && source.type !== 'volume') {
    throw unsupported("disk device='lun' is only valid for block type disk source");
  }
  if (driver?.type !== undefined && driver.type !== 'raw') {
    throw unsupported("disk device 'lun' must use 'raw' format");
  }
  if (source.slices !== undefined) throw unsupported("disk device 'lun' doesn't support storage slice");
  if (source.encryption !== undefined || encryption !== undefined) {
    throw unsupported("disk device 'lun' doesn't support encryption");
  }
  if (disk.sgio === 'unfiltered') throw refuse('unfiltered sgio is no longer supported');
}

/** What the other process does, and not the hypervisor. */
function validateVhostUser(disk: Disk): void {
  const { source, driver = {}, target } = disk;
  if (source.type !== 'vhostuser') return;
  if (target.bus !== 'virtio') throw unsupported('vhostuser disk supports only virtio bus');
  if (disk.snapshot !== undefined && disk.snapshot !== 'no') {
    throw unsupported('only snapshot=no is supported with vhostuser disk');
  }
  const forbidden: readonly (readonly [name: string, value: unknown])[] = [
    ['cache', driver.cache],
    ['error_policy', driver.errorPolicy],
    ['rerror_policy', driver.rerrorPolicy],
    ['io', driver.io],
    ['ioeventfd', driver.ioeventfd],
    ['copy_on_read', driver.copyOnRead],
    ['discard', driver.discard],
    ['iothread', driver.iothread],
    ['detect_zeroes', driver.detectZeroes],
    ['metadata_cache', driver.metadataCache],
    ['iotune', disk.iotune],
    ['backingStore', disk.backingStore === 'end' ? undefined : disk.backingStore],
    ['encryption', disk.encryption ?? source.encryption],
    ['readonly', disk.readonly],
    ['shareable', disk.shareable],
    ['transient', disk.transient],
    ['serial', disk.serial],
    ['wwn', disk.wwn],
    ['vendor', disk.vendor],
    ['product', disk.product],
    ['auth', disk.auth],
    ['geometry', disk.geometry],
    ['blockio', disk.blockio],
  ];
  for (const [name, value] of forbidden) {
    if (value !== undefined) throw unsupported(`${name} is not supported with vhostuser disk`);
  }
}

function validateDriver({ driver, target, model, device }: Disk): void {
  const virtio = target.bus === 'virtio';
  if (model !== undefined && !virtio) {
    throw unsupported(`disk model '${model}' not supported for bus '${target.bus}'`);
  }
  if (!virtio) {
    if (driver?.eventIdx !== undefined) throw refuse('disk event_idx mode supported only for virtio bus');
    if (driver?.ioeventfd !== undefined) throw refuse('disk ioeventfd mode supported only for virtio bus');
    if (driver?.queues !== undefined) {
      throw unsupported('queues attribute in disk driver element is only supported by virtio-blk');
    }
    if (driver?.queueSize !== undefined) {
      throw unsupported('queue_size attribute in disk driver element is only supported by virtio-blk');
    }
  }
  if (target.tray === 'open' && device !== 'cdrom' && device !== 'floppy') {
    throw refuse('tray is only valid for cdrom and floppy');
  }
}

const hardDiskName = /^(hd|sd|vd|xvd|ubd|nvme)/;

function validateTarget({ device, target }: Disk): void {
  const { dev, bus } = target;
  if (device === 'floppy') {
    if (bus !== 'fdc') throw refuse(`Invalid bus type '${bus}' for floppy disk`);
    if (!dev.startsWith('fd')) throw refuse(`Invalid floppy device name: ${dev}`);
  } else {
    if (bus === 'fdc') throw refuse(`Invalid bus type '${bus}' for disk`);
    if (!hardDiskName.test(dev)) throw refuse(`Invalid harddisk device name: ${dev}`);
  }
  if (target.removable !== undefined && bus !== 'usb' && bus !== 'scsi') {
    throw refuse('removable is only valid for usb or scsi disks');
  }
}

const printable = /^[\x20-\x7e]*$/;

function validateIdentity({ vendor, product }: Disk): void {
  for (const [name, value, length] of [['vendor', vendor, 8], ['product', product, 16]] as const) {
    if (value === undefined) continue;
    if (!printable.test(value)) throw refuse(`disk ${name} is not printable string`);
    if (value.length > length) throw unsupported(`disk ${name} is more than ${length} characters`);
  }
}

const driveBuses: ReadonlySet<string | undefined> = new Set(['ide', 'fdc', 'scsi', 'sata']);

function validateAddress({ target, address }: Disk): void {
  if (address !== undefined && address.type !== 'drive' && driveBuses.has(target.bus)) {
    throw unsupported(
      `Invalid address type '${address.type}' for the disk '${target.dev}' with the bus type '${target.bus}'`,
    );
  }
}

/** What libvirt calls a source in messages; a volume has no path before it is looked up. */
export function nameOfSource(source: DiskSource): string {
  return (source.type === 'volume' ? undefined : sourcePath(source)) ?? '<null>';
}
