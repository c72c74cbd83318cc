import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

export function validateMemory({ memory, maxMemory }: Domain): void {
  if (memory.size === 0) throw refuse('Memory size must be specified via <memory> or in the <numa> configuration');
  if (maxMemory === undefined) return;
  if (maxMemory.slots === undefined && maxMemory.size === 0) {
    throw refuse('both maximum memory size and memory slot count must be specified');
  }
  if (maxMemory.size < memory.size) {
    throw unsupported('maximum memory size must be equal or greater than the actual memory size');
  }
}
