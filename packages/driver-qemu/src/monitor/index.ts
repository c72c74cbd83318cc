export { formatCpuData, guestCpuData, readFeatureWords, type CpuidLeaf } from './cpu-data.ts';
export { readJobs, type QemuJob } from './jobs.ts';
export { vcpuInfo, type VcpuInfo, type VcpuTopology } from './vcpus.ts';
