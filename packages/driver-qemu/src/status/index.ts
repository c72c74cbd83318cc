export type { BlockjobsStatus, BlockjobStatus } from './blockjobs.ts';
export type { JobStatus, MigratingDisk } from './job.ts';
export type { QemuPrivateData, VcpuThread } from './private-data.ts';
export { formatQemuStatus, parseQemuStatus, type QemuDomainStatus, type QemuStatusOptions } from './status.ts';
