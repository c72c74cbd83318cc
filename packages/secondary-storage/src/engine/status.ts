import { formatStoragePool, readStoragePool, type StoragePool } from '@virtweave/core-conf/storage';
import { VirtError } from '@virtweave/core-util/errors';
import { escapeXml, readXml } from '@virtweave/core-util/xml';

/** What a new process must know of an active pool. */
export interface PoolStatus {
  /** Which boot of the machine it was started in. */
  readonly bootId: string;
  readonly definition: StoragePool;
}

/** `<poolstate>`: the definition of an active pool. */
export function formatStatus({ bootId, definition }: PoolStatus): string {
  return `<poolstate boot='${escapeXml(bootId)}'>\n${formatStoragePool(definition, { indent: 2 })}</poolstate>\n`;
}

/** @throws VirtError when it is no status document of this driver */
export function parseStatus(text: string, name: string): PoolStatus {
  const root = readXml(text, { name: '(pool_state)' });
  const pool = root.child('pool');
  if (root.name !== 'poolstate' || pool === undefined) throw noStatus('no state of a storage pool');
  return { bootId: root.attr('boot') ?? '', definition: named(readStoragePool(pool), name) };
}

/** A stored definition: complete, since it was completed before it was stored. */
export function parseStored(text: string, name: string): StoragePool {
  return named(readStoragePool(text), name);
}

function named(definition: StoragePool, name: string): StoragePool {
  if (definition.name !== name) throw noStatus(`storage pool '${definition.name}' is in the file of storage pool '${name}'`);
  if (definition.uuid === undefined) throw noStatus(`storage pool '${name}' has no UUID`);
  return definition;
}

function noStatus(detail: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_STORAGE' });
}
