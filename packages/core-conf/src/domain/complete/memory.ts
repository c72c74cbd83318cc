import type { Domain } from '../domain.ts';

/** The guest has all of its memory unless the document says less; NUMA cells define how much that is. */
export function completeMemory(domain: Domain, newDefinition: boolean): void {
  const cells = domain.cpu?.numa?.cells;
  // Of an old definition the written size is kept, as the guest's hardware depends on it.
  if (cells !== undefined && cells.length > 0 && (newDefinition || domain.memory.size === 0)) {
    const pluggable = domain.devices.memories.reduce((sum, { target }) => sum + target.size, 0);
    domain.memory.size = cells.reduce((sum, cell) => sum + cell.memory, 0) + pluggable;
  } else if (domain.memory.size === 0 && domain.maxMemory !== undefined) {
    domain.memory.size = domain.maxMemory.size;
  }
  if (domain.currentMemory === undefined || domain.currentMemory === 0 || domain.currentMemory > domain.memory.size) {
    domain.currentMemory = domain.memory.size;
  }
}
