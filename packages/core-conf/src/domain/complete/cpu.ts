import type { NumaCell } from '../cpu.ts';
import type { Domain } from '../domain.ts';

/** What `<cpu>` means when it does not say so. */
export function completeCpu({ cpu }: Pick<Domain, 'cpu'>): void {
  if (cpu === undefined) return;
  const named = cpu.model?.name !== undefined;
  if (cpu.mode === undefined && (named || cpu.match !== undefined)) cpu.mode = 'custom';
  if (cpu.mode === 'host-model' && cpu.model !== undefined && named) cpu.model.fallback ??= 'allow';
  if (cpu.mode === 'custom' || (cpu.mode === undefined && named)) {
    if (named) cpu.match ??= 'exact';
    if (cpu.model !== undefined) cpu.model.fallback ??= 'allow';
  }
  for (const feature of cpu.features ?? []) if (cpu.mode !== undefined) feature.policy ??= 'require';
  if (cpu.topology !== undefined) {
    cpu.topology.dies ??= 1;
    cpu.topology.clusters ??= 1;
  }
  // A CPU that follows the host has no model of its own, but may forbid that the host's is replaced.
  if (cpu.mode !== 'custom' && cpu.mode !== undefined && !named && cpu.model?.vendorId === undefined) {
    if (cpu.mode !== 'host-model' || cpu.model?.fallback !== 'forbid') delete cpu.model;
  }
  completeNuma(cpu.numa?.cells ?? []);
}

/** Nodes in the order of their numbers; distances hold in both directions. */
function completeNuma(cells: NumaCell[]): void {
  cells.forEach((cell, index) => {
    cell.id ??= index;
  });
  cells.sort((a, b) => (a.id ?? 0) - (b.id ?? 0));
  const distances = new Map(cells.map((cell) => [cell.id ?? 0, new Map(cell.distances?.map(({ id, value }) => [id, value]))]));
  for (const cell of cells) {
    const from = cell.id ?? 0;
    for (const { id, value } of cell.distances ?? []) {
      const back = distances.get(id);
      if (back !== undefined && !back.has(from)) back.set(from, value);
    }
  }
  for (const cell of cells) {
    const own = distances.get(cell.id ?? 0);
    if (own === undefined || own.size === 0) continue;
    own.set(cell.id ?? 0, own.get(cell.id ?? 0) ?? 10);
    cell.distances = [...own].map(([id, value]) => ({ id, value })).sort((a, b) => a.id - b.id);
  }
}
