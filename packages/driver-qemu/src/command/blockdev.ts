import type { Disk, SecretUse } from '@virtweave/core-conf';
import { formatNode, imagesOfDisk, sliceNode, storageNode, storageSlice, encryptedByQemu, type Image } from '../block/image.ts';
import { cookieText } from '../block/network-props.ts';
import {
  formatNodeProps,
  lowerProps,
  sliceNodeProps,
  storageNodeProps,
  topProps,
  type OpenOptions,
} from '../block/node-props.ts';
import { storageProps, type StorageObjects } from '../block/storage-props.ts';
import type { CommandBuilder } from './builder.ts';
import type { Props } from './json.ts';

/** The images of a disk, from the top. Nodes are numbered from `first`. */
export function imagesOf(build: CommandBuilder, disk: Disk, first: number): Image[] {
  return imagesOfDisk(disk, first, (source, owner) => build.context.resources.diskSource(source, owner));
}

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

/** The node that users of the image refer to. */
export function effectiveNode(build: CommandBuilder, image: Image): string {
  if (needsFormat(build, image)) return formatNode(image);
  return storageSlice(image.source) === undefined ? storageNode(image) : sliceNode(image);
}

/** The storage of a memory card, which has no nodes. */
export function cardStorage(build: CommandBuilder, disk: Disk): Props {
  return storageOf(build, imagesOf(build, disk, 0)[0] as Image, {});
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
  const slice = storageSlice(image.source);
  const layered = needsFormat(build, image);
  const common = topProps(image, options, isTop);
  const under = lowerProps(options);
  const storage = storageOf(build, image, options);
  addFormatSecrets(build, image);
  const lowest = layered || slice !== undefined ? storageUnder(build, image, under) : common;
  build.blockdev(storageNodeProps(image, storage, lowest));
  if (slice !== undefined) build.blockdev(sliceNodeProps(image, slice, layered ? under : common));
  if (!layered) return;
  build.blockdev(
    formatNodeProps(image, {
      common,
      file: slice === undefined ? storageNode(image) : sliceNode(image),
      below: below === undefined ? undefined : effectiveNode(build, below),
      keySecret: encryptionSecret(build, image, 0),
    }),
  );
}

/** A single descriptor fixes the access mode. */
function storageUnder(build: CommandBuilder, { source, readonly }: Image, under: Props): Props {
  if (source.type !== 'file' || source.fdgroup === undefined) return under;
  const { fds, writable } = build.context.resources.fdGroup(source.fdgroup);
  if (fds.length > 1) return under;
  return { 'read-only': readonly && !writable, discard: 'unmap', cache: under['cache'] };
}

/** Keys are called after the node that uses them. */
function encryptionSecret(build: CommandBuilder, image: Image, index: number): string {
  return `${needsFormat(build, image) ? formatNode(image) : storageNode(image)}-encryption-secret${index}`;
}

function addFormatSecrets(build: CommandBuilder, image: Image): void {
  for (const [i, use] of (image.source.encryption?.secrets ?? []).entries())
    build.secret(encryptionSecret(build, image, i), build.context.resources.secret(volumeSecret(use)));
}

const volumeSecret = (use: SecretUse): SecretUse => ({ ...use, type: 'volume' });

function storageOf(build: CommandBuilder, image: Image, { io }: OpenOptions): Props {
  const { source } = image;
  const { host, config } = build.context;
  return storageProps(source, storageObjects(build, image), {
    readonly: image.readonly,
    io,
    isFloppy: image.isFloppy,
    isCdrom: source.type === 'block' && image.readonly && host.isCdrom(source.dev ?? ''),
    glusterDebugLevel: config.glusterDebugLevel,
  });
}

/** Adds the objects that a storage node refers to. */
function storageObjects(build: CommandBuilder, image: Image): StorageObjects {
  const { source } = image;
  const { resources } = build.context;
  const node = storageNode(image);
  switch (source.type) {
    case 'file': {
      const { fdgroup } = source;
      const descriptorPath =
        fdgroup === undefined
          ? undefined
          : build.fdset(resources.fdGroup(fdgroup).fds, (i) => `${node}${i}`, image.label);
      return { descriptorPath, persistentReservations: reservations(build, image) };
    }
    case 'block':
      return { persistentReservations: reservations(build, image) };
    case 'vhostvdpa': {
      const fd = resources.vdpaDevice(source.dev ?? '');
      return { descriptorPath: fd === undefined ? undefined : build.fdset([fd], () => `${node}-vdpa`) };
    }
    case 'network': {
      const nbdkitSocket = resources.nbdkitSocket(source, node);
      if (nbdkitSocket !== undefined) return { nbdkitSocket };
      const secret = source.auth?.secret;
      const web = /^(?:https?|ftps?|tftp)$/.test(source.protocol);
      const withLogin = web || source.protocol === 'rbd' || source.protocol === 'iscsi';
      const authSecret =
        secret === undefined || !withLogin ? undefined : build.secret(`${node}-auth-secret0`, resources.secret(secret));
      const cookies = web ? cookieText(source) : undefined;
      const cookieSecret =
        cookies === undefined ? undefined : build.secret(`${node}-httpcookie-secret0`, Buffer.from(cookies));
      return {
        authSecret,
        cookieSecret,
        tlsCredentials: tlsCredentials(build, image),
        encryptionSecrets: (source.encryption?.secrets ?? []).map((_, i) => encryptionSecret(build, image, i)),
      };
    }
    default:
      return {};
  }
}

function tlsCredentials(build: CommandBuilder, image: Image): string | undefined {
  const { source } = image;
  if (source.type !== 'network' || source.tls !== true) return undefined;
  const { config } = build.context;
  if (source.protocol !== 'nbd' && source.protocol !== 'vxhs') return undefined;
  const vxhs = source.protocol === 'vxhs';
  return build.tlsCredentials(storageNode(image), {
    dir: vxhs ? config.vxhsTlsX509CertDir : config.nbdTlsX509CertDir,
    server: false,
    verify: true,
    secretUuid: vxhs ? config.vxhsTlsX509SecretUuid : config.nbdTlsX509SecretUuid,
  });
}

function reservations(build: CommandBuilder, image: Image): string | undefined {
  const { reservations } = image.source;
  if (reservations === undefined) return undefined;
  if (reservations.managed === true) return 'pr-helper0';
  const id = `pr-helper-${storageNode(image)}`;
  build.object({ 'qom-type': 'pr-manager-helper', id, path: reservations.source?.path ?? '' });
  return id;
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
