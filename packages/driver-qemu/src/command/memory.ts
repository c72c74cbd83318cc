import type { Domain, MemoryDevice } from '@virtweave/core-conf';
import { isPpc64, isX86, type CommandBuilder } from './builder.ts';
import { acceleratorOf } from './accelerator.ts';
import { memoryBackend, pagesizeOf } from './memory-backend.ts';

/** `-m`, the back end of a guest without NUMA cells, and `-overcommit`. */
export function memory(build: CommandBuilder): void {
  const { domain } = build;
  const parts = [`size=${initialMemory(domain)}k`];
  const { maxMemory } = domain;
  if (maxMemory !== undefined) {
    if (maxMemory.slots !== undefined && maxMemory.slots > 0) parts.push(`slots=${maxMemory.slots}`);
    parts.push(`maxmem=${roundUp(maxMemory.size, memoryUnit(domain))}k`);
  }
  build.add('-m', parts.join(','));
  if ((domain.cpu?.numa?.cells ?? []).length === 0) systemMemory(build);
  build.add('-overcommit', `mem-lock=${domain.memoryBacking?.locked === true ? 'on' : 'off'}`);
}

function systemMemory(build: CommandBuilder): void {
  const { domain, caps } = build;
  const ram = caps.machine(domain.os.type.machine ?? '', acceleratorOf(domain))?.defaultRamId;
  if (ram === undefined) {
    legacyMemoryPath(build);
    return;
  }
  const { props, threadContext } = memoryBackend(build, { id: ram, size: initialMemory(domain), isSystem: true });
  if (threadContext !== undefined) build.object(threadContext);
  build.object(props);
}

/** Machines that do not name their memory take huge pages by path. */
function legacyMemoryPath(build: CommandBuilder): void {
  const { domain, context } = build;
  const size = pagesizeOf(build, undefined);
  if (domain.memoryBacking?.hugepages !== undefined && size !== 4) {
    const mount = context.config.hugepages.find((candidate) => candidate.size === size);
    if (mount !== undefined) {
      build.add('-mem-prealloc');
      build.add('-mem-path', `${mount.path}/libvirt/qemu/${context.folders.shortName}`);
      return;
    }
  }
  if (domain.memoryBacking?.allocation?.mode === 'immediate') build.add('-mem-prealloc');
}

/** KiB that all sizes are multiples of. */
export const memoryUnit = (domain: Domain): number => (isPpc64(domain.os.type.arch) ? 256 * 1024 : 1024);

export const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit;

/** Size of a memory device as QEMU takes it, KiB. */
export function deviceSize(domain: Domain, { model, target }: MemoryDevice): number {
  const pSeries = isPpc64(domain.os.type.arch);
  if (pSeries && model === 'nvdimm') {
    // What the guest sees, less the label, is a multiple of a block; it must not grow over the file.
    const label = target.label ?? 0;
    return Math.floor((target.size - label) / memoryUnit(domain)) * memoryUnit(domain) + label;
  }
  return roundUp(target.size, pSeries ? memoryUnit(domain) : isX86(domain.os.type.arch) ? 2048 : 1024);
}

/** Memory that the guest starts with, without devices; KiB. */
export function initialMemory(domain: Domain): number {
  const unit = memoryUnit(domain);
  const cells = domain.cpu?.numa?.cells ?? [];
  if (cells.length > 0) return cells.reduce((sum, cell) => sum + roundUp(cell.memory, unit), 0);
  const devices = domain.devices.memories.reduce((sum, device) => sum + device.target.size, 0);
  return roundUp(domain.memory.size - (domain.maxMemory === undefined ? 0 : devices), unit);
}
