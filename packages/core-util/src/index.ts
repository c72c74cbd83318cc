export * from './errors/index.ts';
export type {
  CallOptions,
  FileStat,
  Host,
  HostAddress,
  HostCapabilities,
  HostSignal,
  PipeOptions,
  ProcessIdentity,
  ReadOptions,
  Receiving,
  RunOptions,
  RunResult,
  SpawnOptions,
  SpawnedProcess,
  TlsOptions,
  WriteOptions,
} from './host/host.ts';
export { LocalHost, errnoError, errnoOf, systemError } from './host/index.ts';
export type { ErrnoName } from './host/errno.ts';
export { checkStatus } from './host/run-errors.ts';
export { shellCommand, shellQuote } from './host/shell-quote.ts';
export { isTemporaryName, temporaryName } from './host/temporary-name.ts';
export { formatParams, formatUri, parseUri, splitScheme, uriParam } from './uri.ts';
export type { ConnectionUri, ParsedUri, SchemeParts, UriParam } from './uri.ts';
export { Conf } from './conf/conf.ts';
export { confValue, type ConfEntry, type ConfInput, type ConfValue } from './conf/value.ts';
export { filteredLevel, parseLogFilters, type LogFilter } from './log/filters.ts';
export { logLevels, parseLogLevel, type LogLevel } from './log/levels.ts';
export { configureLogging, formatLogLine, getLogger, type LogMessage, type LogOptions, type Logger } from './log/logger.ts';
export { parseLogOutputs, type LogOutput, type LogOutputSpec, type LogRecord, type LogSink } from './log/outputs.ts';
export { tracePoint, type TracePoint } from './tracing.ts';
export * from './event-loop/index.ts';
export type { Job, JobInfo, JobKind, JobOptions, NestedJobOptions, NormalJobKind } from './job.ts';
export { JobLock, type JobLockOptions } from './job-lock.ts';
export { Reverter, withReverter } from './reverter.ts';
export { connectSsh } from './host/connect-ssh.ts';
export type { SshHost } from './host/ssh-host.ts';
export type { SshOptions } from './host/ssh/options.ts';
export * from './state/index.ts';
export * from './values.ts';
export { duplexPair } from './duplex-pair.ts';
export { ownVersion } from './own-version.ts';
