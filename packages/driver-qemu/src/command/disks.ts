import type { Disk } from '@virtweave/core-conf';
import { addressProps, findController } from './address.ts';
import { isLsi, targetIndex } from './aliases.ts';
import { addChain, cardStorage, imagesOf } from './blockdev.ts';
import { escapeComma, merge, nestedOptions, type Props } from './json.ts';
import type { CommandBuilder } from './builder.ts';
import { virtioDriver, virtioProps } from './virtio.ts';
import { deviceBootIndex } from './boot-index.ts';
import { isEmpty, numberNodes, type DiskNumbers } from './node-numbers.ts';

/** Disks: the nodes of their images, then the device. */
export function disks(build: CommandBuilder): void {
  const { domain } = build;
  const { disks: numbers } = numberNodes(build);
  build.devices('disk', domain.devices.disks, (disk, i) => {
    if (disk.target.bus === 'sd') {
      sdCard(build, disk);
      return;
    }
    // Plugged in later, when its overlay has been made.
    if (disk.transient?.shareBacking === true) return;
    const drive = diskDrive(build, disk, numbers[i] ?? { first: 1, filters: [] });
    if (disk.target.bus === 'fdc') {
      floppy(build, disk, drive);
      return;
    }
    build.device(diskProps(build, disk, drive));
  });
}

/** Adds the images; returns the node, or the character device of a vhost-user disk. */
function diskDrive(build: CommandBuilder, disk: Disk, numbers: DiskNumbers): string | undefined {
  if (disk.source.type === 'vhostuser') {
    const { path, reconnect } = disk.source;
    const id = `chr-vu-${disk.alias}`;
    const parts = ['socket', `id=${id}`, `path=${escapeComma(path ?? '')}`];
    if (reconnect?.enabled === true) {
      parts.push(
        build.has('chardev-reconnect-miliseconds')
          ? `reconnect-ms=${(reconnect.timeout ?? 0) * 1000}`
          : `reconnect=${reconnect.timeout ?? 0}`,
      );
    } else if (reconnect?.enabled === false)
      parts.push(build.has('chardev-reconnect-miliseconds') ? 'reconnect-ms=0' : 'reconnect=0');
    build.add('-chardev', parts.join(','));
    return id;
  }
  if (isEmpty(build.context, disk)) return undefined;
  const { driver } = disk;
  const images = imagesOf(build, disk, numbers.first);
  let node = addChain(build, images, {
    cache: cacheMode(disk),
    io: driver?.io,
    discard: driver?.discard,
    detectZeroes: driver?.detectZeroes,
  });
  if (driver?.copyOnRead === true) {
    const name = `libvirt-CoR-${disk.target.dev}`;
    build.blockdev({ driver: 'copy-on-read', 'node-name': name, file: node, discard: 'unmap' });
    node = name;
  }
  for (const [i, filter] of (disk.throttleFilters ?? []).entries()) {
    const name = `libvirt-${numbers.filters[i] ?? 0}-filter`;
    build.blockdev({ driver: 'throttle', 'node-name': name, 'throttle-group': `throttle-${filter.group}`, file: node });
    node = name;
  }
  return node;
}

/** Limits that disks share. */
export function throttleGroups(build: CommandBuilder): void {
  for (const group of build.domain.throttleGroups ?? []) {
    const one = (value: number | bigint | undefined): number | bigint => value ?? 0;
    build.object({
      'qom-type': 'throttle-group',
      id: `throttle-${group.groupName ?? ''}`,
      limits: {
        'bps-total': one(group.totalBytesSec),
        'bps-read': one(group.readBytesSec),
        'bps-write': one(group.writeBytesSec),
        'iops-total': one(group.totalIopsSec),
        'iops-read': one(group.readIopsSec),
        'iops-write': one(group.writeIopsSec),
        'bps-total-max': one(group.totalBytesSecMax),
        'bps-read-max': one(group.readBytesSecMax),
        'bps-write-max': one(group.writeBytesSecMax),
        'iops-total-max': one(group.totalIopsSecMax),
        'iops-read-max': one(group.readIopsSecMax),
        'iops-write-max': one(group.writeIopsSecMax),
        'iops-size': one(group.sizeIopsSec),
        // Lengths of a burst are never 0.
        'bps-total-max-length': group.totalBytesSecMaxLength,
        'bps-read-max-length': group.readBytesSecMaxLength,
        'bps-write-max-length': group.writeBytesSecMaxLength,
        'iops-total-max-length': group.totalIopsSecMaxLength,
        'iops-read-max-length': group.readIopsSecMaxLength,
        'iops-write-max-length': group.writeIopsSecMaxLength,
      },
    });
  }
}

function diskProps(build: CommandBuilder, disk: Disk, drive: string | undefined): Props {
  const { domain } = build;
  const { driver, address } = disk;
  const bus = disk.target.bus;
  let name: string;
  let place: Props = {};
  let head: Props = {};
  switch (bus) {
    case 'ide':
    case 'sata': {
      name = disk.device === 'cdrom' ? 'ide-cd' : 'ide-hd';
      if (address?.type === 'drive') {
        const alias =
          findController(domain, bus, address.controller)?.alias ??
          (bus === 'ide' ? 'ide' : `sata${address.controller}`);
        place =
          bus === 'sata' ? { bus: `${alias}.${address.unit}` } : { bus: `${alias}.${address.bus}`, unit: address.unit };
      }
      break;
    }
    case 'scsi': {
      name = disk.device === 'lun' ? 'scsi-block' : disk.device === 'cdrom' ? 'scsi-cd' : 'scsi-hd';
      if (address?.type === 'drive') {
        const controller = findController(domain, 'scsi', address.controller);
        const where = `${controller?.alias ?? `scsi${address.controller}`}.0`;
        place = isLsi(controller?.model)
          ? { bus: where, 'scsi-id': address.unit }
          : { bus: where, channel: address.bus, 'scsi-id': address.target, lun: address.unit };
        if (disk.device !== 'lun') place = merge(place, { device_id: disk.serial ?? `drive-${disk.alias}` });
      }
      break;
    }
    case 'virtio': {
      const vhostUser = disk.source.type === 'vhostuser';
      name = virtioDriver(vhostUser ? 'vhost-user-blk' : 'virtio-blk', disk, disk.model);
      head = {
        iothread: driver?.iothread === undefined ? undefined : `iothread${driver.iothread}`,
        scsi: scsiRequests(build, disk),
        ioeventfd: driver?.ioeventfd,
        event_idx: driver?.eventIdx,
        ...virtioProps(driver),
        'num-queues': driver?.queues,
        'queue-size': driver?.queueSize,
        'iothread-vq-mapping': driver?.iothreads?.map(({ id, queues }) => ({
          iothread: `iothread${id}`,
          vqs: queues.length === 0 ? undefined : queues,
        })),
      };
      place = addressProps(domain, disk);
      if (vhostUser)
        return {
          driver: name,
          ...head,
          ...place,
          chardev: drive,
          id: disk.alias,
          bootindex: deviceBootIndex(build, disk),
        };
      break;
    }
    case 'usb':
      name = 'usb-storage';
      place = addressProps(domain, disk);
      break;
    case 'nvme':
      name = 'nvme-ns';
      if (address?.type === 'drive')
        place = { bus: findController(domain, 'nvme', address.controller)?.alias, nsid: address.unit + 1 };
      break;
    default:
      return build.unsupported(`unsupported disk bus '${bus}' with device setup`);
  }
  const empty = drive === undefined;
  return merge({ driver: name }, head, place, {
    'share-rw': disk.shareable,
    drive,
    id: disk.alias,
    bootindex: deviceBootIndex(build, disk),
    loadparm:
      bus === 'virtio' && build.has('virtio-ccw.loadparm') && disk.address?.type === 'ccw'
        ? disk.boot?.loadparm
        : undefined,
    logical_block_size: disk.blockio?.logicalBlockSize,
    physical_block_size: disk.blockio?.physicalBlockSize,
    discard_granularity: disk.blockio?.discardGranularity,
    wwn: disk.wwn === undefined ? undefined : BigInt(disk.wwn.startsWith('0x') ? disk.wwn : `0x${disk.wwn}`),
    rotation_rate: disk.target.rotationRate,
    vendor: disk.vendor,
    product: disk.product,
    removable: bus === 'usb' ? (disk.target.removable ?? false) : disk.target.removable,
    cyls: disk.geometry?.cyls,
    heads: disk.geometry?.heads,
    secs: disk.geometry?.secs,
    'bios-chs-trans': disk.geometry?.trans,
    'write-cache': empty ? undefined : writeCache(disk),
    serial: disk.serial?.replaceAll(' ', '\\ '),
  }, errorPolicies(disk));
}

/** Guests that share an image must not cache it. */
function cacheMode({ driver, shareable, readonly }: Disk): string | undefined {
  const mode = driver?.cache === 'default' ? undefined : driver?.cache;
  return mode ?? (shareable === true && readonly !== true ? 'none' : undefined);
}

function writeCache(disk: Disk): string | undefined {
  switch (cacheMode(disk)) {
    case 'none':
    case 'writeback':
    case 'unsafe':
      return 'on';
    case 'writethrough':
    case 'directsync':
      return 'off';
    default:
      return undefined;
  }
}

/** Whether the guest may send SCSI commands through a virtio disk, on QEMUs that still know this. */
function scsiRequests(build: CommandBuilder, { device }: Disk): boolean | undefined {
  if (!build.has('virtio-blk-pci.scsi')) return undefined;
  if (device === 'lun') return true;
  return build.has('virtio-blk-pci.scsi.default.disabled') ? undefined : false;
}

function errorPolicies({ driver }: Disk): Props {
  const werror = driver?.errorPolicy === 'enospace' ? 'enospc' : driver?.errorPolicy;
  let rerror: string | undefined = driver?.rerrorPolicy;
  // Reading has no "no space left": QEMU's default for reading then stays.
  if (rerror === undefined && driver?.errorPolicy !== undefined && driver.errorPolicy !== 'enospace')
    rerror = driver.errorPolicy;
  return { werror, rerror };
}

function floppy(build: CommandBuilder, disk: Disk, drive: string | undefined): void {
  const { address } = disk;
  const unit = address?.type === 'drive' ? address.unit : targetIndex(disk.target.dev);
  build.device({
    driver: 'floppy',
    unit,
    drive,
    id: disk.alias,
    'write-cache': drive === undefined ? undefined : writeCache(disk),
    ...errorPolicies(disk),
  });
}

/** Cards of boards whose reader is soldered on know no nodes. */
function sdCard(build: CommandBuilder, disk: Disk): void {
  const source = build.context.resources.diskSource(disk.source, disk);
  const parts: string[] = [];
  if (source.type === 'file') parts.push(`file=${escapeComma(source.file ?? '')}`);
  else if (source.type === 'block') parts.push(`file=${escapeComma(source.dev ?? '')}`);
  else parts.push(...nestedOptions('file', cardStorage(build, disk)));
  parts.push(`format=${disk.driver?.type ?? 'raw'}`, 'if=sd', `index=${targetIndex(disk.target.dev)}`);
  if (disk.readonly === true) parts.push('readonly=on');
  build.add('-drive', parts.join(','));
}
