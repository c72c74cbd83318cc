import type { BackingStore, Disk, DiskSource, SecretUse } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { networkProps } from './blockdev-network.ts';
import type { CommandBuilder } from './builder.ts';
import { unsupported } from './builder.ts';
import type { Props } from './json.ts';

/** An image of a chain, with the names of its nodes inside QEMU. */
export interface Image {
  readonly source: DiskSource;
  readonly format: string;
  /** The number in its nodes' names, or what stands for it (`pflash0`). */
  readonly label: string;
  readonly readonly: boolean;
  readonly metadataCache?: number | bigint;
  readonly discardNoUnref?: boolean;
  /** Is it known that nothing lies below? */
  readonly isEnd: boolean;
  /** The storage alone would do, but a format layer is wanted. */
  readonly forceFormat?: boolean;
  readonly isFloppy?: boolean;
}

/** How a disk wants all images of its chain to be opened. */
export interface OpenOptions {
  readonly cache?: string | undefined;
  readonly io?: string | undefined;
  readonly discard?: 'unmap' | 'ignore' | undefined;
  readonly detectZeroes?: string | undefined;
}

/** The images of a disk, from the top. Nodes are numbered from `first`. */
export function imagesOf(build: CommandBuilder, disk: Disk, first: number): Image[] {
  const images: Image[] = [];
  let label = first;
  const readonly = disk.readonly === true || disk.device === 'cdrom';
  let source = build.context.resources.diskSource(disk.source, disk);
  if (disk.encryption !== undefined && source.encryption === undefined)
    source = { ...source, encryption: disk.encryption };
  if (
    disk.auth !== undefined &&
    disk.source.type === 'network' &&
    source.type === 'network' &&
    source.auth === undefined
  )
    source = { ...source, auth: disk.auth };
  images.push({
    source,
    format: disk.driver?.type ?? 'raw',
    label: String(label),
    readonly,
    isEnd: disk.backingStore === 'end',
    isFloppy: disk.device === 'floppy',
    ...(disk.driver?.metadataCache?.maxSize === undefined ? {} : { metadataCache: disk.driver.metadataCache.maxSize }),
    ...(disk.driver?.discardNoUnref === undefined ? {} : { discardNoUnref: disk.driver.discardNoUnref }),
  });
  let next: BackingStore | 'end' | undefined = disk.backingStore;
  while (next !== undefined && next !== 'end') {
    label += 1;
    const cache = next.format?.metadataCache?.maxSize;
    images.push({
      source: build.context.resources.diskSource(next.source),
      format: next.format?.type ?? 'raw',
      label: String(label),
      readonly: true,
      isEnd: next.backingStore === 'end',
      ...(cache === undefined ? {} : { metadataCache: cache }),
    });
    next = next.backingStore;
  }
  return images;
}

export const storageNode = ({ label }: Image): string => `libvirt-${label}-storage`;
const formatNode = ({ label }: Image): string => `libvirt-${label}-format`;
const sliceNode = ({ label }: Image): string => `libvirt-${label}-slice-sto`;

/** QEMU decrypts the image itself. */
const encryptedByQemu = ({ source }: Image): boolean =>
  source.encryption !== undefined && source.encryption.engine !== 'librbd';

function needsFormat(build: CommandBuilder, image: Image): boolean {
  if (image.format !== 'raw' || encryptedByQemu(image) || image.forceFormat === true) return true;
  // Without this flag a block job would write the storage layer into the backing chain's description.
  if (image.source.type === 'dir' || !build.has('blockjob.backing-mask-protocol')) return true;
  // A descriptor for writing behind a disk that is only read: the layer in between keeps it so.
  if (image.source.type === 'file' && image.source.fdgroup !== undefined) {
    return image.readonly && build.context.resources.fdGroup(image.source.fdgroup).writable;
  }
  return false;
}

const slice = ({ source }: Image): { offset: number | bigint; size: number | bigint } | undefined =>
  source.slices?.find(({ type }) => type === 'storage');

/** The node that users of the image refer to. */
export function effectiveNode(build: CommandBuilder, image: Image): string {
  if (needsFormat(build, image)) return formatNode(image);
  return slice(image) === undefined ? storageNode(image) : sliceNode(image);
}

/** The storage of a memory card, which has no nodes. */
export function cardStorage(build: CommandBuilder, disk: Disk): Props {
  return storageProps(build, imagesOf(build, disk, 0)[0] as Image, {});
}

/** Adds all nodes of a chain, the lowest first, and returns the name of the top one. */
export function addChain(build: CommandBuilder, images: readonly Image[], options: OpenOptions): string {
  for (const [i, image] of [...images.entries()].reverse()) addImage(build, image, images[i + 1], options, i === 0);
  return effectiveNode(build, images[0] as Image);
}

function addImage(
  build: CommandBuilder,
  image: Image,
  below: Image | undefined,
  options: OpenOptions,
  isTop: boolean,
): void {
  const cut = slice(image);
  const layered = needsFormat(build, image);
  const common = commonProps(image, options, isTop);
  const under: Props = { 'auto-read-only': true, discard: 'unmap', cache: cacheProps(options.cache) };
  const storage = storageProps(build, image, options);
  addFormatSecrets(build, image);
  build.blockdev({
    ...storage,
    'node-name': storageNode(image),
    ...(layered || cut !== undefined ? storageUnder(build, image, under) : common),
  });
  let file = storageNode(image);
  if (cut !== undefined) {
    build.blockdev({
      driver: 'raw',
      file,
      offset: BigInt(cut.offset),
      size: BigInt(cut.size),
      'node-name': sliceNode(image),
      ...(layered ? under : common),
    });
    file = sliceNode(image);
  }
  if (!layered) return;
  build.blockdev({
    'node-name': formatNode(image),
    ...common,
    ...formatProps(image),
    file,
    backing: backing(build, image, below),
  });
}

/** A single descriptor fixes the access mode. */
function storageUnder(build: CommandBuilder, { source, readonly }: Image, under: Props): Props {
  if (source.type !== 'file' || source.fdgroup === undefined) return under;
  const { fds, writable } = build.context.resources.fdGroup(source.fdgroup);
  if (fds.length > 1) return under;
  return { 'read-only': readonly && !writable, discard: 'unmap', cache: under['cache'] };
}

function backing(build: CommandBuilder, image: Image, below: Image | undefined): string | null | undefined {
  if (!canHaveBacking(image.format)) return undefined;
  if (below !== undefined) return effectiveNode(build, below);
  return image.isEnd ? null : undefined;
}

const canHaveBacking = (format: string): boolean => ['qcow2', 'qcow', 'qed', 'vmdk', 'cow'].includes(format);

function commonProps({ readonly }: Image, { cache, discard, detectZeroes }: OpenOptions, isTop: boolean): Props {
  // Zeroes are turned into holes only where holes are let through.
  const zeroes = detectZeroes === 'unmap' && discard !== 'unmap' ? 'on' : detectZeroes;
  return {
    'read-only': readonly,
    discard: isTop ? discard : undefined,
    'detect-zeroes': isTop ? zeroes : undefined,
    cache: cacheProps(cache),
  };
}

function cacheProps(mode: string | undefined): Props | undefined {
  switch (mode) {
    case 'none':
    case 'directsync':
      return { direct: true, 'no-flush': false };
    case 'writethrough':
    case 'writeback':
      return { direct: false, 'no-flush': false };
    case 'unsafe':
      return { direct: false, 'no-flush': true };
    default:
      return undefined;
  }
}

function addFormatSecrets(build: CommandBuilder, image: Image): void {
  const { encryption } = image.source;
  if (encryption === undefined) return;
  for (const [i, use] of (encryption.secrets ?? []).entries()) {
    build.secret(
      `${encryptionNode(build, image)}-encryption-secret${i}`,
      build.context.resources.secret(volumeSecret(use)),
    );
  }
}

/** The node after which the keys are called. */
export const encryptionNode = (build: CommandBuilder, image: Image): string =>
  needsFormat(build, image) ? formatNode(image) : storageNode(image);

const volumeSecret = (use: SecretUse): SecretUse => ({ ...use, type: 'volume' });

function formatProps(image: Image): Props {
  const key = `${formatNode(image)}-encryption-secret0`;
  const { encryption } = image.source;
  const own = encryptedByQemu(image) ? encryption : undefined;
  switch (image.format) {
    case 'raw':
      return own === undefined ? { driver: 'raw' } : { driver: 'luks', 'key-secret': key };
    case 'qcow2':
    case 'qcow':
      return {
        driver: image.format,
        encrypt:
          own === undefined
            ? undefined
            : { format: own.format === 'qcow' || own.format === 'default' ? 'aes' : 'luks', 'key-secret': key },
        'cache-size': image.metadataCache,
        'discard-no-unref': image.discardNoUnref,
      };
    case 'luks':
      return { driver: 'luks', 'key-secret': key };
    case 'fat':
    case 'dir':
    case 'iso':
      return { driver: 'raw' };
    default:
      return { driver: image.format };
  }
}

function storageProps(build: CommandBuilder, image: Image, options: OpenOptions): Props {
  const { source } = image;
  switch (source.type) {
    case 'file': {
      let filename = source.file ?? '';
      if (source.fdgroup !== undefined) {
        const { fds } = build.context.resources.fdGroup(source.fdgroup);
        filename = build.fdset(fds, (i) => `${storageNode(image)}${i}`, image.label);
      }
      return { driver: 'file', filename, aio: options.io, ...reservations(build, image) };
    }
    case 'block':
      return {
        driver: image.readonly && build.context.host.isCdrom(source.dev ?? '') ? 'host_cdrom' : 'host_device',
        filename: source.dev ?? '',
        aio: options.io,
        ...reservations(build, image),
      };
    case 'dir':
      return {
        driver: 'vvfat',
        dir: source.dir ?? '',
        floppy: image.isFloppy === true,
        rw: !image.readonly,
      };
    case 'nvme': {
      const { domain = 0, bus = 0, slot = 0, function: func = 0 } = source.address ?? {};
      const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');
      return {
        driver: 'nvme',
        device: `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${func.toString(16)}`,
        namespace: source.namespace,
      };
    }
    case 'vhostvdpa': {
      const fd = build.context.resources.vdpaDevice(source.dev ?? '');
      const path = fd === undefined ? source.dev : build.fdset([fd], () => `${storageNode(image)}-vdpa`);
      return { driver: 'virtio-blk-vhost-vdpa', path };
    }
    case 'network':
      return networkProps(build, image, source);
    case 'volume':
      throw new VirtError(
        'VIR_ERR_INTERNAL_ERROR',
        `volume ${source.pool}/${source.volume} was not translated to its path`,
        {
          domain: 'VIR_FROM_QEMU',
        },
      );
    case 'vhostuser':
      throw unsupported(`storage source type '${source.type}' has no block node`);
  }
}

function reservations(build: CommandBuilder, image: Image): Props {
  const { reservations } = image.source;
  if (reservations === undefined) return {};
  if (reservations.managed === true) return { 'pr-manager': 'pr-helper0' };
  const id = `pr-helper-${storageNode(image)}`;
  build.object({ 'qom-type': 'pr-manager-helper', id, path: reservations.source?.path ?? '' });
  return { 'pr-manager': id };
}

/** Does any disk need libvirt's own helper for persistent reservations? */
export function managedReservations(build: CommandBuilder): void {
  const all = build.domain.devices.disks.map((disk) => disk.source.reservations);
  if (!all.some((one) => one?.managed === true)) return;
  build.object({
    'qom-type': 'pr-manager-helper',
    id: 'pr-helper0',
    path: `${build.context.folders.domain}/pr-helper0.sock`,
  });
}
