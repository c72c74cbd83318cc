import { VirtError } from '../errors/virt-error.ts';
import type { CallOptions, Host } from '../host/host.ts';
import { isPath } from './backing-store.ts';
import { localPath, sourceName, type ImageSource } from './source.ts';

/** An element of a chain, as far as looking it up is concerned. */
export interface NamedImage {
  readonly source: ImageSource;
  /** How the element above names it, when that is a path relative to it. */
  readonly relPath?: string;
  /** Its number in a running guest: 0 for the top. */
  readonly index: number;
}

export interface LookupOptions extends CallOptions {
  /** Target of the disk: then `vda[2]` means the image with index 2. */
  readonly target?: string | undefined;
  /** Look only below this element. */
  readonly startAfter?: number | undefined;
  /** Folder that a relative name of the top image is seen from. */
  readonly folder: string;
}

/** Where an image was found. */
export interface FoundImage {
  /** Position in the chain. */
  readonly position: number;
  /** Position of the image above; undefined for the top. */
  readonly parent: number | undefined;
  /** The index, when the name was one; else 0. */
  readonly index: number;
}

/**
 * Finds an image in a chain (`virStorageSourceChainLookup`): by `target[index]`, by a name as it is recorded, by any other
 * path of the same file, or, without a name, the base of the chain.
 *
 * @param chain top first; a successor backs its predecessor
 * @throws VirtError VIR_ERR_INVALID_ARG when it is not there
 */
export async function lookupImage(
  host: Pick<Host, 'stat' | 'realPath'>,
  chain: readonly NamedImage[],
  name: string | undefined,
  options: LookupOptions,
): Promise<FoundImage> {
  const { startAfter } = options;
  const first = startAfter === undefined ? 0 : startAfter + 1;
  const index = parseImageIndex(name, options.target);
  const start = startAfter === undefined ? undefined : chain[startAfter];
  const found = (position: number): FoundImage => ({ position, parent: position === 0 ? undefined : position - 1, index: index ?? 0 });
  const top = chain[0] === undefined ? '' : sourceName(chain[0].source);

  if (name === undefined) {
    if (first < chain.length) return found(chain.length - 1);
    throw missing(`could not find base image in chain for '${top}'`);
  }
  if (index !== undefined) {
    if (start !== undefined && index <= start.index) {
      throw missing(`requested backing store index ${index} is above '${sourceName(start.source)}' in chain of '${top}'`);
    }
    const position = chain.findIndex((image, at) => at >= first && image.index === index);
    if (position < 0) throw missing(`could not find backing store index '${index}' in chain for '${top}'`);
    return found(position);
  }
  for (let position = first; position < chain.length; position++) {
    const image = chain[position];
    if (image !== undefined && (await isNamed(host, image, name, chain[position - 1], options))) return found(position);
  }
  if (start === undefined) throw missing(`could not find image '${name}' in chain for '${top}'`);
  throw missing(`could not find image '${name}' beneath '${sourceName(start.source)}' in chain for '${top}'`);
}

/** The number in `target[number]`; undefined for any other name. 0 is not a number of this kind: it is the disk itself. */
export function parseImageIndex(name: string | undefined, target: string | undefined): number | undefined {
  if (name === undefined || target === undefined) return undefined;
  const [, disk, digits] = /^([^[\]]+)\[(\d{1,9})\]$/.exec(name) ?? [];
  if (disk === undefined || Number(digits) === 0) return undefined;
  if (disk !== target) throw missing(`requested target '${disk}' does not match target '${target}'`);
  return Number(digits);
}

async function isNamed(
  host: Pick<Host, 'stat' | 'realPath'>,
  image: NamedImage,
  name: string,
  above: NamedImage | undefined,
  { folder, signal }: LookupOptions,
): Promise<boolean> {
  const path = localPath(image.source) ?? (image.source.type === 'network' ? image.source.name : undefined);
  if (name === image.relPath || name === path) return true;
  const local = image.source.type === 'file' || image.source.type === 'block' ? localPath(image.source) : undefined;
  if (local === undefined || name === '' || !isPath(name)) return false;
  const parent = above === undefined ? undefined : localPath(above.source);
  const from = parent === undefined ? folder : folderOf(absolute(parent, folder));
  return sameFile(host, absolute(name, from), absolute(local, folder), signal);
}

/** Do two paths lead to the same file? Not when one of them leads nowhere. */
async function sameFile(
  host: Pick<Host, 'stat' | 'realPath'>,
  one: string,
  other: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => host.stat(path, { signal })));
  if (a === undefined || b === undefined) return false;
  if (a.inode !== undefined && a.device !== undefined) return a.inode === b.inode && a.device === b.device;
  const [real, otherReal] = await Promise.all([one, other].map((path) => host.realPath(path, { signal })));
  return real === otherReal;
}

const absolute = (path: string, folder: string): string => (path.startsWith('/') ? path : `${folder}/${path}`);

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return path.slice(0, Math.max(slash, 0));
}

function missing(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_STORAGE' });
}
