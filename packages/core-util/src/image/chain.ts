import { VirtError, isVirtError } from '../errors/virt-error.ts';
import type { CallOptions, FileStat, Host } from '../host/host.ts';
import { errnoError } from '../host/system-error.ts';
import { isRelative, parseBackingStore, type BackingStore } from './backing-store.ts';
import type { ImageFormat, WantedFormat } from './formats.ts';
import type { NamedImage } from './lookup.ts';
import { readImageMetadata, type ImageMetadata } from './metadata.ts';
import { imageReader } from './reader.ts';
import { besides } from './relative-path.ts';
import { localPath, sourceName, type ImageSource } from './source.ts';

/** An image of a chain. */
export interface ChainImage extends NamedImage {
  readonly format: ImageFormat;
  /** What its header says; only the format for a folder or what is not on the host. */
  readonly metadata: ImageMetadata;
  /** The raw file that holds the data of a qcow2 image. */
  readonly dataFile?: { readonly source: ImageSource; readonly relPath?: string };
}

export interface BackingChain {
  /** Top first; each image's successor backs it. */
  readonly images: readonly ChainImage[];
  /** Why the chain could not be followed to its end; only with `keepBroken`. */
  readonly broken?: VirtError;
}

export interface ChainOptions extends CallOptions {
  /** Format of the first image. `auto` and `none`, the default, mean raw, or a folder where it is one: a guest can write
   * any header into a raw image, so an image whose format nobody has said is never probed. */
  readonly format?: WantedFormat;
  /** Most images that a chain may have. Default 200, as for disks of QEMU guests. */
  readonly maxDepth?: number;
  /** Give back what there is of a chain that is broken further down, instead of rejecting. Errors of the first image reject always. */
  readonly keepBroken?: boolean;
}

/** What is used of a host. Nothing is written or run. */
export type ChainHost = Pick<Host, 'readFile' | 'stat' | 'realPath'>;

/** An image that is still to be looked at. */
interface Next {
  readonly source: ImageSource;
  readonly format: WantedFormat;
  readonly relPath?: string;
}

/**
 * Follows an image's backing files to their end (`virStorageSourceGetMetadata`).
 *
 * Images may come from guests or from strangers. Only headers are read, in bounded reads, and only from regular files and
 * block devices. A backing file whose format is not recorded is probed, but is refused, before anything that it names is
 * touched, if it names further files: its content may be a guest's. Files on servers end the chain, unread.
 *
 * @param start path of the first image, absolute, or its source
 * @throws VirtError VIR_ERR_SYSTEM_ERROR `Cannot access storage file '...'`; VIR_ERR_OPERATION_INVALID `format of backing
 *   image '...' of image '...' was not specified in the image metadata`; VIR_ERR_INTERNAL_ERROR `backing store for ... is
 *   self-referential or too deeply nested`
 *
 * @example
 * ```ts
 * const { images } = await readBackingChain(host, '/var/lib/images/web.qcow2', { format: 'qcow2' });
 * images.map(({ source }) => source); // [{ type: 'file', file: '/var/lib/images/web.qcow2' }, { type: 'file', file: ... }]
 * ```
 */
export async function readBackingChain(
  host: ChainHost,
  start: string | ImageSource,
  options: ChainOptions = {},
): Promise<BackingChain> {
  const { maxDepth = 200, format = 'auto', keepBroken = false } = options;
  const images: ChainImage[] = [];
  const seen = new Set<string>();
  let next: Next | undefined = {
    source: typeof start === 'string' ? { type: 'file', file: start } : start,
    format: format === 'auto' ? 'none' : format,
  };
  while (next !== undefined) {
    options.signal?.throwIfAborted();
    try {
      if (images.length >= maxDepth) throw endless(next.source);
      const image = await readImage(host, next, images, seen, options);
      images.push(image);
      next = below(image);
    } catch (error) {
      if (!keepBroken || images.length === 0 || !isVirtError(error)) throw error;
      return { images, broken: error };
    }
  }
  return { images };
}

async function readImage(
  host: ChainHost,
  next: Next,
  above: readonly ChainImage[],
  seen: Set<string>,
  options: ChainOptions,
): Promise<ChainImage> {
  const parent = above.at(-1)?.source;
  const { source, stat } = await locate(host, next.source, parent, options);
  const base = { source, index: above.length, ...(next.relPath === undefined ? {} : { relPath: next.relPath }) };
  const path = localPath(source);
  if (path === undefined || stat === undefined || source.type === 'dir') {
    const format = next.format === 'none' ? (source.type === 'dir' ? 'dir' : 'raw') : next.format;
    if (format === 'auto') throw notRecorded(source, parent);
    return { ...base, format, metadata: { format } };
  }
  // A file may serve two ends, such as an image and the raw data in it; the same file in the same format cannot end.
  const format = next.format === 'none' ? 'raw' : next.format;
  const from = source.slices?.[0]?.offset ?? 0;
  const key = `${format} ${from} ${await identity(host, path, stat, options)}`;
  if (seen.has(key)) throw endless(source);
  seen.add(key);
  const metadata = await readImageMetadata(imageReader(host, path, { ...options, from: BigInt(from) }), format);
  if (format === 'auto' && (metadata.backingStore !== undefined || metadata.dataFile !== undefined)) {
    throw notRecorded(source, parent);
  }
  const image = { ...base, format: metadata.format, metadata };
  if (metadata.dataFile === undefined) return image;
  const file = resolve(metadata.dataFile, source);
  const data = await locate(host, file.source, source, options);
  return { ...image, dataFile: { ...file, source: data.source } };
}

/** What the image names as the file below it; undefined at the end of the chain. */
function below({ source, metadata }: ChainImage): Next | undefined {
  if (metadata.backingStore === undefined) return undefined;
  const found = resolve(metadata.backingStore, source);
  const recorded = metadata.backingFormat ?? 'auto';
  const { format = 'auto', ...rest } = found;
  return { ...rest, format: recorded === 'auto' ? format : recorded };
}

/** The source that a name in an image means. */
function resolve(name: string, by: ImageSource): Pick<BackingStore, 'source' | 'format'> & { readonly relPath?: string } {
  if (!isRelative(name)) {
    const { source, format } = parseBackingStore(name);
    return { source, ...(format === undefined ? {} : { format }) };
  }
  return { source: { type: 'file', file: besides(localPath(by) ?? '', name) }, relPath: name };
}

/** Looks what a file is: a block device and a folder are sources of other types. */
async function locate(
  host: ChainHost,
  source: ImageSource,
  parent: ImageSource | undefined,
  { signal }: CallOptions,
): Promise<{ source: ImageSource; stat?: FileStat }> {
  const path = localPath(source);
  if (path === undefined) return { source };
  const what =
    parent === undefined
      ? `Cannot access storage file '${path}'`
      : `Cannot access backing file '${path}' of storage file '${sourceName(parent)}'`;
  const stat = await host.stat(path, { signal });
  if (stat === undefined) throw errnoError(what, 'ENOENT');
  const rest = source.slices === undefined ? {} : { slices: source.slices };
  switch (stat.type) {
    case 'folder':
      return { source: { type: 'dir', dir: path, ...rest }, stat };
    case 'block':
      return { source: { type: 'block', dev: path, ...rest }, stat };
    case 'file':
      return { source: source.type === 'file' ? source : { type: 'file', file: path, ...rest }, stat };
    default:
      // Reading a pipe waits for ever, and reading a device may do anything.
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `${what}: it is neither a file nor a block device`, {
        domain: 'VIR_FROM_STORAGE',
      });
  }
}

async function identity(host: ChainHost, path: string, stat: FileStat, { signal }: CallOptions): Promise<string> {
  if (stat.inode !== undefined && stat.device !== undefined) return `${stat.device}:${stat.inode}`;
  return host.realPath(path, { signal });
}

function endless(source: ImageSource): VirtError {
  return new VirtError(
    'VIR_ERR_INTERNAL_ERROR',
    `backing store for ${sourceName(source)} is self-referential or too deeply nested`,
    { domain: 'VIR_FROM_STORAGE' },
  );
}

function notRecorded(source: ImageSource, parent: ImageSource | undefined): VirtError {
  return new VirtError(
    'VIR_ERR_OPERATION_INVALID',
    `format of backing image '${sourceName(source)}' of image '${parent === undefined ? '' : sourceName(parent)}' was not ` +
      'specified in the image metadata (See https://libvirt.org/kbase/backing_chains.html for troubleshooting)',
    { domain: 'VIR_FROM_STORAGE' },
  );
}
