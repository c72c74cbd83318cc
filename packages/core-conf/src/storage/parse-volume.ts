import type { XmlElement } from '@virtweave/core-util/xml';
import { openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import { completeStorageVol, type StorageVolCompletionOptions } from './complete-volume.ts';
import type { StoragePool } from './pool.ts';
import { storageVol, type StorageVol } from './volume.ts';

/** How the definition of a volume is read. */
export interface StorageVolParseOptions extends DocumentOptions, StorageVolCompletionOptions {}

/**
 * Reads a `<volume>` document as a definition for a pool, whose type says which formats there are: parses it, fills in what
 * it leaves open, drops what only a driver can tell, and refuses what cannot stand (`virStorageVolDefParse`).
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` and others for content that is wrong
 *
 * @example
 * ```ts
 * const pool = parseStoragePool("<pool type='dir'><name>images</name><target><path>/images</path></target></pool>");
 * const vol = parseStorageVol("<volume><name>a.img</name><capacity unit='GiB'>1</capacity></volume>", pool);
 * vol.capacity; // 1073741824
 * ```
 */
export function parseStorageVol(
  document: string | XmlElement,
  pool: Pick<StoragePool, 'type'>,
  options: StorageVolParseOptions = {},
): StorageVol {
  return completeStorageVol(readStorageVol(document, options), pool.type, options);
}

/** Reads the object that a `<volume>` document stands for, as it is written: nothing is filled in, dropped or checked. */
export function readStorageVol(document: string | XmlElement, options: DocumentOptions = {}): StorageVol {
  const root = openDocument(document, 'volume', storageVol, { ...options, defaultName: '(storage_volume_definition)' });
  return readTable(storageVol, root, { inactive: true, status: false });
}
