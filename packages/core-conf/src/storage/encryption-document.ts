import type { XmlElement } from '@virtweave/core-util/xml';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import { storageEncryption, type StorageEncryption } from './encryption.ts';

/**
 * Reads an `<encryption>` that stands alone: what volumes and disks have inside them.
 *
 * @example
 * ```ts
 * readStorageEncryption("<encryption format='luks'><secret type='passphrase' usage='web'/></encryption>").format; // 'luks'
 * ```
 */
export function readStorageEncryption(document: string | XmlElement, options: DocumentOptions = {}): StorageEncryption {
  const root = openDocument(document, 'encryption', storageEncryption, { ...options, defaultName: '(storage_encryption)' });
  return readTable(storageEncryption, root, { inactive: true, status: false });
}

/** Writes an `<encryption>` that stands alone (`virStorageEncryptionFormat`). */
export function formatStorageEncryption(encryption: StorageEncryption, options: { readonly indent?: number } = {}): string {
  return formatDocument('encryption', storageEncryption, encryption, options);
}
