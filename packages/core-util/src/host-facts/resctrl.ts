import { factNumber, factText, type FactsHost } from './sysfs.ts';

/** What the kernel's resource control (/sys/fs/resctrl) can divide among guests. */
export interface ResourceControl {
  readonly caches: readonly CacheControl[];
  readonly memoryBandwidth: MemoryBandwidthControl | undefined;
  readonly monitor: ResourceMonitor | undefined;
}

export type CacheType = 'both' | 'code' | 'data';

export interface CacheControl {
  readonly level: number;
  readonly type: CacheType;
  /** Portions that a cache of this level is divided into. */
  readonly portions: number;
  /** Fewest portions of an allocation. */
  readonly minPortions: number;
  readonly maxAllocations: number;
}

export interface MemoryBandwidthControl {
  /** Percent. */
  readonly granularity: number;
  /** Percent. */
  readonly minimum: number;
  readonly maxAllocations: number;
}

export interface ResourceMonitor {
  readonly level: number;
  /** Bytes below which a monitor that was given back may be used again; undefined when only bandwidth is monitored. */
  readonly reuseThreshold: number | undefined;
  readonly maxMonitors: number;
  readonly features: readonly string[];
}

const info = '/sys/fs/resctrl/info';
const types: Readonly<Record<string, CacheType>> = { '': 'both', CODE: 'code', DATA: 'data' };

/** Reads what resource control offers; nothing where it is not mounted. */
export async function readResourceControl(host: FactsHost): Promise<ResourceControl> {
  const names = (await host.list(info)) ?? [];
  const caches = await Promise.all(names.map((name) => readCache(host, name)));
  return {
    caches: caches.filter((cache) => cache !== undefined),
    memoryBandwidth: names.includes('MB') ? await readBandwidth(host) : undefined,
    monitor: names.includes('L3_MON') ? await readMonitor(host) : undefined,
  };
}

const read = (host: FactsHost, folder: string, name: string): Promise<string | undefined> =>
  factText(host, `${info}/${folder}/${name}`);

/** `L3`, `L2`, or with code and data apart `L3CODE` and `L3DATA`. */
async function readCache(host: FactsHost, name: string): Promise<CacheControl | undefined> {
  const match = /^L(\d{1,2})(CODE|DATA|)$/.exec(name);
  const type = types[match?.[2] ?? ''];
  if (match === null || type === undefined) return undefined;
  const [mask, minimum, allocations] = await Promise.all(
    ['cbm_mask', 'min_cbm_bits', 'num_closids'].map((file) => read(host, name, file)),
  );
  if (mask === undefined || !/^\s*[\da-f]{1,16}\s*$/i.test(mask)) return undefined;
  return {
    level: Number(match[1]),
    type,
    portions: [...BigInt(`0x${mask.trim()}`).toString(2)].filter((bit) => bit === '1').length,
    minPortions: factNumber(minimum, 1),
    maxAllocations: factNumber(allocations),
  };
}

async function readBandwidth(host: FactsHost): Promise<MemoryBandwidthControl | undefined> {
  const [granularity, minimum, allocations] = await Promise.all(
    ['bandwidth_gran', 'min_bandwidth', 'num_closids'].map((file) => read(host, 'MB', file)),
  );
  if (granularity === undefined) return undefined;
  return {
    granularity: factNumber(granularity),
    minimum: factNumber(minimum),
    maxAllocations: factNumber(allocations),
  };
}

async function readMonitor(host: FactsHost): Promise<ResourceMonitor | undefined> {
  const [threshold, monitors, features] = await Promise.all(
    ['max_threshold_occupancy', 'num_rmids', 'mon_features'].map((file) => read(host, 'L3_MON', file)),
  );
  if (monitors === undefined || features === undefined) return undefined;
  return {
    level: 3,
    reuseThreshold: threshold === undefined ? undefined : factNumber(threshold),
    maxMonitors: factNumber(monitors),
    features: features.split(/\s+/).filter((feature) => feature !== ''),
  };
}
