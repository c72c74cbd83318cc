import { Bitmap } from '@virtweave/core-util';
import type { Domain, MemoryDevice } from '@virtweave/core-conf';
import type { DefinitionContext } from './options.ts';

/** KiB that memory of a POWER guest is plugged in by. */
const pseriesBlock = 262144;

/** Pluggable memory of a new guest: whole blocks, and a NUMA node that it belongs to (`qemuDomainDefNumaAutoAdd`). */
export function completeMemory(domain: Domain, context: DefinitionContext): void {
  if (!context.newDefinition) return;
  const { devices, maxMemory, vcpu } = domain;
  const cells = domain.cpu?.numa?.cells ?? [];
  const plugged = (): number => devices.memories.reduce((sum, { target }) => sum + target.size, 0);
  if (cells.length === 0 && maxMemory?.slots !== undefined && maxMemory.slots > 0) {
    const memory = domain.memory.size - plugged();
    cells.push({ id: 0, cpus: Bitmap.parse(`0-${vcpu.max - 1}`).toString(), memory });
    const cpu = (domain.cpu ??= {});
    cpu.numa = { ...cpu.numa, cells };
    for (const { target } of devices.memories) target.node ??= 0;
  }
  if (domain.os.type.arch?.startsWith('ppc64') === true) for (const memory of devices.memories) alignToBlocks(memory);
  if (cells.length > 0) domain.memory.size = cells.reduce((sum, cell) => sum + cell.memory, 0) + plugged();
}

/** Labels stand before the blocks of persistent memory, which cannot grow beyond their file. */
function alignToBlocks({ model, target }: MemoryDevice): void {
  if (model === 'nvdimm') {
    const label = target.label ?? 0;
    target.size = label + Math.floor((target.size - label) / pseriesBlock) * pseriesBlock;
  } else {
    target.size = Math.ceil(target.size / pseriesBlock) * pseriesBlock;
  }
}
