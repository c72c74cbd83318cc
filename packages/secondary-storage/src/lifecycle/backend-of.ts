import { storagePoolTypes, type StoragePool } from '@virtweave/core-conf/storage';
import { backends, type Backend } from '../backends/backend.ts';
import { storageError } from '../errors.ts';

/** What can be done with pools of this kind. */
export async function backendOf({ type }: Pick<StoragePool, 'type'>): Promise<Backend> {
  const load = backends[type];
  if (load === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `missing backend for pool type ${storagePoolTypes.indexOf(type)} (${type})`);
  return load();
}
