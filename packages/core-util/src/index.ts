export { errorCodes, errorDomains, type ErrorCode, type ErrorDomain } from './errors/codes.generated.ts';
export { VirtError, errorMessage, isVirtError, type ErrorLevel, type VirtErrorOptions } from './errors/virt-error.ts';
export type {
  CallOptions,
  FileStat,
  Host,
  HostAddress,
  HostCapabilities,
  HostSignal,
  ProcessIdentity,
  ReadOptions,
  RunOptions,
  RunResult,
  SpawnOptions,
  SpawnedProcess,
  WriteOptions,
} from './host/host.ts';
export { LocalHost } from './host/local-host.ts';
export { errnoError, errnoOf, systemError } from './host/system-error.ts';
export { isTemporaryName, temporaryName } from './host/temporary-name.ts';
export * from './event-loop/index.ts';
export type { Job, JobInfo, JobKind, JobOptions, NestedJobOptions, NormalJobKind } from './job.ts';
export { JobLock, type JobLockOptions } from './job-lock.ts';
export { Reverter, withReverter } from './reverter.ts';
