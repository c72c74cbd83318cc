export { readCacheBanks, type CacheBank } from './caches.ts';
export { parseCpuStats, type CpuTimes } from './cpu-stats.ts';
export { readCpuSummary, type CpuSummary, type CpuSummaryOptions } from './cpu-summary.ts';
export { cpuFrequency, cpuSignature, parseCpuinfo, type CpuinfoFields } from './cpuinfo.ts';
export { iortNodeTypes, parseIort, type IortNode, type IortNodeType } from './iort.ts';
export { readHostCells, type CellMemory, type HostCell, type HostCpu, type PageCount } from './numa-cells.ts';
export {
  readResourceControl,
  type CacheControl,
  type CacheType,
  type MemoryBandwidthControl,
  type ResourceControl,
  type ResourceMonitor,
} from './resctrl.ts';
export { type FactsHost } from './sysfs.ts';
