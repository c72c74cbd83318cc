import type { Domain } from '@virtweave/core-conf';
import { unsupported } from './refuse.ts';

/** Another process reads and writes the guest's memory (`qemuValidateDomainDefVhostUserRequireSharedMemory`). */
export function requireSharedMemory(domain: Domain, name: string): void {
  if (!hasSharedMemory(domain)) throw unsupported(`'${name}' requires shared memory`);
}

function hasSharedMemory({ memoryBacking, cpu }: Domain): boolean {
  const byDefault = memoryBacking?.access === 'shared';
  const cells = cpu?.numa?.cells ?? [];
  if (cells.length === 0) return byDefault;
  return cells.every(({ memAccess }) => (memAccess === undefined ? byDefault : memAccess === 'shared'));
}
