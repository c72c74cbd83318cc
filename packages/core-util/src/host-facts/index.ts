export { readCacheBanks, type CacheBank } from './caches.ts';
export { parseCpuStats, type CpuTimes } from './cpu-stats.ts';
export { readCpuSets, readCpuSummary, type CpuSets, type CpuSummary, type CpuSummaryOptions } from './cpu-summary.ts';
export { cpuFrequency, cpuSignature, parseCpuinfo, type CpuinfoFields } from './cpuinfo.ts';
export { iortNodeTypes, parseIort, type IortNode, type IortNodeType } from './iort.ts';
export { readKsm, writeKsm, type KsmParameter } from './ksm.ts';
export {
  allocatePages,
  readCellsMemory,
  readFreeMemory,
  readFreePages,
  readMemoryStats,
  type MemoryStats,
  type PageAllocation,
} from './memory.ts';
export { readHostCells, type CellMemory, type HostCell, type HostCpu, type PageCount } from './numa-cells.ts';
export {
  readResourceControl,
  type CacheControl,
  type CacheType,
  type MemoryBandwidthControl,
  type ResourceControl,
  type ResourceMonitor,
} from './resctrl.ts';
export { factText, type FactsHost } from './sysfs.ts';
