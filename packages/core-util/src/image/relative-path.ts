import { VirtError } from '../errors/virt-error.ts';

/**
 * The path by which what stands above `top` can name `base` relatively (`virStorageSourceGetRelativeBackingPath`): the
 * relative names on the way, one after the other. Undefined when one of them is not relative.
 *
 * @param chain an element's successor backs it
 * @param top number of an element
 * @param base number of that element, or of one below it
 */
export function relativeBackingPath(
  chain: readonly { readonly relPath?: string }[],
  top: number,
  base: number,
): string | undefined {
  let path: string | undefined;
  for (const [index, { relPath }] of chain.entries()) {
    if (index < top) continue;
    if (relPath === undefined) return undefined;
    path = path === undefined ? relPath : besides(path, relPath);
    if (index === base) return path;
  }
  throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'failed to resolve relative backing name: base image is not in backing chain', {
    domain: 'VIR_FROM_STORAGE',
  });
}

/** A path seen from the folder of another. Nothing is resolved: `..` of a link is not the folder that it stands in. */
export function besides(path: string, relative: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? relative : `${path.slice(0, slash + 1)}${relative}`;
}
