import type { BackingStore, Disk, DiskSource, Slice } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';

/** An image of a chain, with the names of its nodes inside QEMU. */
export interface Image {
  readonly source: DiskSource;
  readonly format: string;
  /** The number in its nodes' names, or what stands for it (`pflash0`). */
  readonly label: string;
  /** Names of its nodes, where they are not made from the label. */
  readonly nodes?: { readonly storage: string; readonly format: string };
  readonly readonly: boolean;
  readonly metadataCache?: number | bigint;
  readonly discardNoUnref?: boolean;
  /** Is it known that nothing lies below? */
  readonly isEnd: boolean;
  /** The storage alone would do, but a format layer is wanted. */
  readonly forceFormat?: boolean;
  readonly isFloppy?: boolean;
}

/** Finds out what stands behind a source: the path of a volume, the server of an image. */
export type ResolveSource = (source: DiskSource, disk?: Disk) => DiskSource;

/** The images of a disk, from the top. Nodes are numbered from `first`, or by the numbers of a running guest's sources. */
export function imagesOfDisk(disk: Disk, first: number, resolve: ResolveSource = (source) => source): Image[] {
  const images: Image[] = [];
  let label = first;
  const readonly = disk.readonly === true || disk.device === 'cdrom';
  const { driver } = disk;
  let source = resolve(disk.source, disk);
  if (disk.encryption !== undefined && source.encryption === undefined)
    source = { ...source, encryption: disk.encryption };
  if (disk.auth !== undefined && disk.source.type === 'network' && source.type === 'network' && source.auth === undefined)
    source = { ...source, auth: disk.auth };
  images.push({
    source,
    format: driver?.type ?? 'raw',
    label: String(label),
    readonly,
    isEnd: disk.backingStore === 'end',
    isFloppy: disk.device === 'floppy',
    ...(driver?.metadataCache?.maxSize === undefined ? {} : { metadataCache: driver.metadataCache.maxSize }),
    ...(driver?.discardNoUnref === undefined ? {} : { discardNoUnref: driver.discardNoUnref }),
  });
  let next: BackingStore | 'end' | undefined = disk.backingStore;
  while (next !== undefined && next !== 'end') {
    label += 1;
    images.push(imageBelow(next, String(label), resolve));
    next = next.backingStore;
  }
  return images;
}

/** An image that is only read, below another. */
export function imageBelow(store: BackingStore, label: string, resolve: ResolveSource = (source) => source): Image {
  const cache = store.format?.metadataCache?.maxSize;
  return {
    source: resolve(store.source),
    format: store.format?.type ?? 'raw',
    label,
    readonly: true,
    isEnd: store.backingStore === 'end',
    ...(cache === undefined ? {} : { metadataCache: cache }),
  };
}

export const storageNode = ({ label, nodes }: Image): string => nodes?.storage ?? `libvirt-${label}-storage`;
export const formatNode = ({ label, nodes }: Image): string => nodes?.format ?? `libvirt-${label}-format`;
export const sliceNode = ({ label }: Image): string => `libvirt-${label}-slice-sto`;

/** Longest name that QEMU takes, without cutting it off. */
const longestName = 31;

/**
 * Refuses names of nodes that QEMU would cut off.
 *
 * @throws VirtError VIR_ERR_INTERNAL_ERROR
 */
export function checkNodeNames(image: Image): void {
  const long = [storageNode(image), formatNode(image)].find((name) => name.length > longestName);
  if (long === undefined) return;
  throw new VirtError('VIR_ERR_INTERNAL_ERROR', `node-name '${long}' too long for qemu`, { domain: 'VIR_FROM_QEMU' });
}

/** The part of the storage that is the image. */
export const storageSlice = ({ slices }: Pick<DiskSource, 'slices'>): Slice | undefined =>
  slices?.find(({ type }) => type === 'storage');

/** QEMU decrypts the image itself. */
export const encryptedByQemu = ({ source }: Pick<Image, 'source'>): boolean =>
  source.encryption !== undefined && source.encryption.engine !== 'librbd';

/** Formats whose images can lie on others. */
export const canHaveBacking = (format: string): boolean => ['qcow2', 'qcow', 'qed', 'vmdk', 'cow'].includes(format);
