import { formatDocument } from '../table/document.ts';
import { storageVol, type StorageVol } from './volume.ts';

/**
 * Writes a volume as libvirt writes it (`virStorageVolDefFormat`).
 *
 * @param options.indent blanks in front of every line
 */
export function formatStorageVol(vol: StorageVol, options: { readonly indent?: number } = {}): string {
  return formatDocument('volume', storageVol, vol, options);
}
