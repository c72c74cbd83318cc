import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

export function validateMemory({ memory, maxMemory, devices }: Domain): void {
  const pluggable = devices.memories.reduce((sum, { target }) => sum + target.size, 0);
  if (pluggable > memory.size) throw refuse('Total size of memory devices exceeds the total memory size');
  if (memory.size === pluggable) throw refuse('Memory size must be specified via <memory> or in the <numa> configuration');
  if (maxMemory === undefined) return;
  if (maxMemory.slots === undefined && maxMemory.size === 0) {
    throw refuse('both maximum memory size and memory slot count must be specified');
  }
  if (maxMemory.size < memory.size) {
    throw unsupported('maximum memory size must be equal or greater than the actual memory size');
  }
}
