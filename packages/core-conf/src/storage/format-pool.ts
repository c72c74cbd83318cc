import { formatDocument } from '../table/document.ts';
import { storagePool, type StoragePool } from './pool.ts';

/**
 * Writes a pool as libvirt writes it (`virStoragePoolDefFormat`).
 *
 * @param options.indent blanks in front of every line
 */
export function formatStoragePool(pool: StoragePool, options: { readonly indent?: number } = {}): string {
  return formatDocument('pool', storagePool, pool, options);
}
