import type { CacheBank, CacheControl, ResourceControl } from '@virtweave/core-util/host-facts';
import type { XmlWriter } from '@virtweave/core-util/xml';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `<cache>`: the banks, how they can be divided, and how their use can be watched. */
export function writeCaches(out: XmlWriter, banks: readonly CacheBank[], control: ResourceControl | undefined): void {
  if (banks.length === 0) return;
  out.open('cache');
  for (const bank of banks) {
    const [[size = 0], unit] = pretty(bank.size);
    out.open('bank').attr('id', String(bank.id)).attr('level', String(bank.level)).attr('type', bank.type);
    out.attr('size', String(size)).attr('unit', unit).attr('cpus', bank.cpus);
    for (const one of control?.caches ?? []) if (divides(one, bank)) writeControl(out, bank, one);
    out.close();
  }
  writeMonitor(out, control, 'llc_', true);
  out.close();
}

/** Code and data of one cache may be divided apart. */
function divides(control: CacheControl, bank: CacheBank): boolean {
  return control.level === bank.level && control.portions > 0 && (bank.type === 'both' || bank.type === control.type);
}

function writeControl(out: XmlWriter, bank: CacheBank, { portions, minPortions, type, maxAllocations }: CacheControl): void {
  const granularity = Math.floor(bank.size / portions);
  const [[size = 0, minimum], unit] = minPortions > 1 ? pretty(granularity, granularity * minPortions) : pretty(granularity);
  out.open('control').attr('granularity', String(size));
  if (minimum !== undefined) out.attr('min', String(minimum));
  out.attr('unit', unit).attr('type', type).attr('maxAllocs', String(maxAllocations)).close();
}

/** `<memory_bandwidth>`: one node for each cache of the last level, through which memory is reached. */
export function writeMemoryBandwidth(
  out: XmlWriter,
  banks: readonly CacheBank[],
  control: ResourceControl | undefined,
): void {
  const bandwidth = control?.memoryBandwidth;
  if (bandwidth === undefined || banks.length === 0) return;
  const last = Math.max(...banks.map(({ level }) => level));
  out.open('memory_bandwidth');
  for (const { id, cpus, level } of banks) {
    if (level !== last) continue;
    out.open('node').attr('id', String(id)).attr('cpus', cpus);
    out.open('control').attr('granularity', String(bandwidth.granularity)).attr('min', String(bandwidth.minimum));
    out.attr('maxAllocs', String(bandwidth.maxAllocations)).close().close();
  }
  writeMonitor(out, control, 'mbm_', false);
  out.close();
}

/** Features are told apart by the beginning of their names: `llc_` for caches, `mbm_` for bandwidth. */
function writeMonitor(out: XmlWriter, control: ResourceControl | undefined, prefix: string, cache: boolean): void {
  const monitor = control?.monitor;
  const features = monitor?.features.filter((feature) => feature.startsWith(prefix)) ?? [];
  if (monitor === undefined || features.length === 0) return;
  out.open('monitor');
  if (cache) {
    out.attr('level', String(monitor.level));
    if (monitor.reuseThreshold !== undefined) out.attr('reuseThreshold', String(monitor.reuseThreshold));
  }
  out.attr('maxMonitors', String(monitor.maxMonitors));
  for (const feature of features) out.open('feature').attr('name', feature).close();
  out.close();
}

/** Sizes in the largest unit in which all of them are whole. */
function pretty(...sizes: readonly number[]): readonly [readonly number[], string] {
  let power = 0;
  while (power < units.length - 1 && sizes.every((size) => size > 0 && size % 1024 ** (power + 1) === 0)) power++;
  return [sizes.map((size) => size / 1024 ** power), units[power] ?? 'B'];
}
