import type { RandomBytes } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import { completeStoragePool } from './complete-pool.ts';
import { storagePool, type StoragePool } from './pool.ts';
import { validateStoragePool } from './validate-pool.ts';

/** How the definition of a pool is read. */
export interface StoragePoolParseOptions extends DocumentOptions {
  /** Where a generated UUID comes from. */
  readonly random?: RandomBytes;
}

/**
 * Reads a `<pool>` document as a definition: parses it, fills in what it leaves open, drops what only a driver can tell
 * (sizes, free extents), and refuses what cannot stand (`virStoragePoolDefParse`).
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` and others for content that is wrong
 *
 * @example
 * ```ts
 * const pool = parseStoragePool("<pool type='logical'><name>vg0</name></pool>");
 * pool.target?.path; // '/dev/vg0'
 * ```
 */
export function parseStoragePool(document: string | XmlElement, options: StoragePoolParseOptions = {}): StoragePool {
  const pool = completeStoragePool(readStoragePool(document, options), options);
  validateStoragePool(pool);
  return pool;
}

/** Reads the object that a `<pool>` document stands for, as it is written: nothing is filled in, dropped or checked. */
export function readStoragePool(document: string | XmlElement, options: DocumentOptions = {}): StoragePool {
  const root = openDocument(document, 'pool', storagePool, { ...options, defaultName: '(storage_pool_definition)' });
  return readTable(storagePool, root, { inactive: true, status: false });
}
