import { VirtError } from '@virtweave/core-util/errors';
import type { StorageFormats, StoragePoolType } from './pool-types.ts';
import { poolTraits } from './pool-types.ts';
import type { StorageVol, StorageVolBackingStore } from './volume.ts';

/** How much a definition must say about its size. */
export interface StorageVolCompletionOptions {
  /**
   * `required` by default; `withBacking`: a volume with a backing store may leave it out
   * (`VIR_VOL_XML_PARSE_OPT_CAPACITY`); `optional`: always (`VIR_VOL_XML_PARSE_NO_CAPACITY`).
   */
  readonly capacity?: 'required' | 'withBacking' | 'optional';
}

/**
 * Fills in what the definition of a volume leaves open, drops what only a driver can tell, and refuses what cannot stand;
 * changes the object that it is given.
 */
export function completeStorageVol(
  vol: StorageVol,
  poolType: StoragePoolType,
  options: StorageVolCompletionOptions = {},
): StorageVol {
  const { volumeFormats } = poolTraits[poolType];
  delete vol.source;
  delete vol.physical;
  if (vol.backingStore !== undefined) {
    if (vol.backingStore.path === undefined) delete vol.backingStore;
    else completeImage(vol.backingStore, volumeFormats);
  }
  completeCapacity(vol, options.capacity ?? 'required');
  completeImage(vol.target, volumeFormats);
  completeTarget(vol);
  return vol;
}

function completeCapacity(vol: StorageVol, needed: 'required' | 'withBacking' | 'optional'): void {
  const mayMiss = needed === 'optional' || (needed === 'withBacking' && vol.backingStore !== undefined);
  if (vol.capacity === undefined && !mayMiss) throw refuse('missing capacity element');
  vol.capacity ??= 0;
  vol.allocation ??= vol.capacity;
}

function completeImage(image: StorageVolBackingStore, formats: StorageFormats | undefined): void {
  delete image.timestamps;
  if (formats === undefined) {
    delete image.format;
    return;
  }
  image.format ??= formats.fallback;
  // Image files are of some format: `none` is no choice, only part of the list.
  if (!formats.known.includes(image.format) || (image.format === 'none' && formats.fallback !== 'none')) {
    throw refuse(`unknown volume format type ${image.format}`, 'VIR_ERR_CONFIG_UNSUPPORTED');
  }
}

function completeTarget({ target }: StorageVol): void {
  const { encryption } = target;
  if (encryption?.ivgen !== undefined && encryption.cipher === undefined) {
    throw refuse('ivgen element found, but cipher is missing');
  }
  if (encryption !== undefined && !encryption.format.startsWith('luks')) {
    delete encryption.cipher;
    delete encryption.ivgen;
  }
  if (target.features !== undefined) target.compat ??= '1.1';
  if (target.compat !== undefined && !/^\d+\.\d+$/.test(target.compat)) {
    throw refuse("forbidden characters in 'compat' attribute");
  }
}

function refuse(detail: string, code: 'VIR_ERR_XML_ERROR' | 'VIR_ERR_CONFIG_UNSUPPORTED' = 'VIR_ERR_XML_ERROR'): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_STORAGE' });
}
