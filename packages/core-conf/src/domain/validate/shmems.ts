import type { Shmem } from '../devices/shmem.ts';
import { refuse } from './refuse.ts';

/** The name is that of a file in a folder. */
export function validateShmem({ name }: Shmem): void {
  if (name.includes('/')) throw refuse("shmem name cannot include '/' character");
  if (name === '.' || name === '..') throw refuse(`shmem name cannot be equal to '${name}'`);
}
