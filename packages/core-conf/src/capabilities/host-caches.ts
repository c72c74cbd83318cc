import type { CacheBank, CacheControl, ResourceControl } from '@virtweave/core-util/host-facts';
import type { HostCaches, HostMemoryBandwidth, ResourceMonitorDescription } from '../host-capabilities/caches.ts';

/** The caches, how they can be divided, and how their use can be watched; undefined when no cache is known. */
export function describeCaches(banks: readonly CacheBank[], control: ResourceControl | undefined): HostCaches | undefined {
  if (banks.length === 0) return undefined;
  const monitor = describeMonitor(control, 'llc_');
  const { level, reuseThreshold } = control?.monitor ?? {};
  return {
    banks: banks.map((bank) => {
      const controls = control?.caches.filter((one) => divides(one, bank)) ?? [];
      return { ...bank, ...(controls.length > 0 && { controls: controls.map((one) => describeControl(bank, one)) }) };
    }),
    ...(monitor && {
      monitor: { ...(level !== undefined && { level }), ...(reuseThreshold !== undefined && { reuseThreshold }), ...monitor },
    }),
  };
}

/** Code and data of one cache may be divided apart. */
function divides(control: CacheControl, bank: CacheBank): boolean {
  return control.level === bank.level && control.portions > 0 && (bank.type === 'both' || bank.type === control.type);
}

function describeControl(
  bank: CacheBank,
  { portions, minPortions, type, maxAllocations }: CacheControl,
): NonNullable<HostCaches['banks'][number]['controls']>[number] {
  const granularity = Math.floor(bank.size / portions);
  return { granularity, ...(minPortions > 1 && { min: granularity * minPortions }), type, maxAllocs: maxAllocations };
}

/** One node for each cache of the last level, through which memory is reached; undefined when nothing divides it. */
export function describeMemoryBandwidth(
  banks: readonly CacheBank[],
  control: ResourceControl | undefined,
): HostMemoryBandwidth | undefined {
  const bandwidth = control?.memoryBandwidth;
  if (bandwidth === undefined || banks.length === 0) return undefined;
  const last = Math.max(...banks.map(({ level }) => level));
  const { granularity, minimum, maxAllocations } = bandwidth;
  const monitor = describeMonitor(control, 'mbm_');
  return {
    nodes: banks
      .filter(({ level }) => level === last)
      .map(({ id, cpus }) => ({ id, cpus, controls: [{ granularity, min: minimum, maxAllocs: maxAllocations }] })),
    ...(monitor && { monitor }),
  };
}

/** Features are told apart by the beginning of their names: `llc_` for caches, `mbm_` for bandwidth. */
function describeMonitor(control: ResourceControl | undefined, prefix: string): ResourceMonitorDescription | undefined {
  const monitor = control?.monitor;
  const features = monitor?.features.filter((feature) => feature.startsWith(prefix)) ?? [];
  return monitor === undefined || features.length === 0 ? undefined : { maxMonitors: monitor.maxMonitors, features };
}
