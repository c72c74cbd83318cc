import type { StoragePool } from '@virtweave/core-conf/storage';
import { backends, type Backend } from '../backends/backend.ts';

/** What can be done with pools of this kind. */
export async function backendOf({ type }: Pick<StoragePool, 'type'>): Promise<Backend> {
  return backends[type]();
}
