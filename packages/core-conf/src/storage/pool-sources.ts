import type { XmlElement } from '@virtweave/core-util/xml';
import { list } from '../table/child.ts';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable, table, type Table } from '../table/table.ts';
import { poolSource, type StoragePoolSource } from './pool-source.ts';

/** `<sources>`: what pools could be made of, as a driver found it. */
export interface StoragePoolSources {
  sources: StoragePoolSource[];
}

export const storagePoolSources: Table<StoragePoolSources> = table<StoragePoolSources>(() => ({ sources: list('source', poolSource) }));

/** Reads the answer of `virConnectFindStoragePoolSources`. */
export function readStoragePoolSources(document: string | XmlElement, options: DocumentOptions = {}): StoragePoolSources {
  const root = openDocument(document, 'sources', storagePoolSources, { ...options, defaultName: '(storage_pool_sources)' });
  return readTable(storagePoolSources, root, { inactive: true, status: false });
}

/** Writes the answer of `virConnectFindStoragePoolSources`. */
export function formatStoragePoolSources(sources: StoragePoolSources, options: { readonly indent?: number } = {}): string {
  return formatDocument('sources', storagePoolSources, sources, { ...options, empty: 'pair' });
}

/** Reads a lone `<source>`: the question of `virConnectFindStoragePoolSources`. */
export function readStoragePoolSource(document: string | XmlElement, options: DocumentOptions = {}): StoragePoolSource {
  const root = openDocument(document, 'source', poolSource, { ...options, defaultName: '(storage_source_specification)' });
  return readTable(poolSource, root, { inactive: true, status: false });
}

/** Writes a lone `<source>`: the question of `virConnectFindStoragePoolSources`. */
export function formatStoragePoolSource(source: StoragePoolSource, options: { readonly indent?: number } = {}): string {
  return formatDocument('source', poolSource, source, options);
}
