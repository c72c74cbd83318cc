import { closeSync, openSync, writeSync } from 'node:fs';
import { VirtError } from '../errors/virt-error.ts';
import { parseLogLevel, type LogLevel } from './levels.ts';

/** One message, as sinks get it. */
export interface LogRecord {
  readonly time: Date;
  readonly level: LogLevel;
  /** Who logs, such as `qemu.monitor`. */
  readonly source: string;
  /** Line of the caller; 0 when it is not known. */
  readonly line: number;
  readonly message: string;
}

/** Takes messages somewhere. `text` is the finished line, with its line end. */
export interface LogSink {
  write(record: LogRecord, text: string): void;
  /** Gives up what the sink holds, such as an open file. */
  close?(): void;
}

/** Where messages of a level and above go (`virLogOutput`). */
export interface LogOutput {
  readonly level: LogLevel;
  readonly sink: LogSink;
}

/** Parsed, not yet opened. */
export interface LogOutputSpec {
  readonly level: LogLevel;
  readonly destination: 'stderr' | 'file';
  /** Of a file. */
  readonly path?: string;
}

const takesData: Readonly<Record<string, boolean>> = { stderr: false, journald: false, file: true, syslog: true };

/**
 * Parses libvirt's outputs: `1:stderr 3:file:/var/log/virtweave.log`, separated by blanks.
 *
 * @throws VirtError VIR_ERR_INVALID_ARG in libvirt's words; VIR_ERR_CONFIG_UNSUPPORTED for syslog and journald, whose
 * datagram sockets Node cannot open
 */
export function parseLogOutputs(text: string): LogOutputSpec[] {
  return text.split(' ').filter((item) => item !== '').map(parseLogOutput);
}

function parseLogOutput(text: string): LogOutputSpec {
  const [, priority = '', destination = '', data] = /^([^:]*):([^:]*)(?::(.*))?$/.exec(text) ?? [];
  if (!text.includes(':')) throw invalid(`Malformed format for log output '${text}'`);
  const level = /^[1-4]$/.test(priority) ? parseLogLevel(priority) : undefined;
  if (level === undefined) throw invalid(`Invalid log priority '${priority}' for log output '${text}'`);
  const wantsData = Object.hasOwn(takesData, destination) ? takesData[destination] : undefined;
  if (wantsData === undefined) throw invalid(`Invalid log destination '${destination}' for log output '${text}'`);
  if (wantsData !== (data !== undefined) || data === '') {
    throw invalid(`Log output '${text}' does not meet the format requirements for destination type '${destination}'`);
  }
  if (destination === 'stderr') return { level, destination };
  if (destination === 'file' && data !== undefined) return { level, destination, path: data };
  throw new VirtError(
    'VIR_ERR_CONFIG_UNSUPPORTED',
    `log output '${text}': ${destination} is reached through a datagram socket, which Node cannot open; use stderr (systemd forwards it) or a file`,
  );
}

/** Opens what a specification names. Files are created with mode 0600 and appended to. */
export function openLogOutput({ level, destination, path }: LogOutputSpec): LogOutput {
  return { level, sink: destination === 'file' && path !== undefined ? fileSink(path) : stderrSink };
}

const stderrSink: LogSink = {
  write: (_record, text) => void process.stderr.write(text),
};

function fileSink(path: string): LogSink {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'a', 0o600);
  } catch (cause) {
    throw new VirtError('VIR_ERR_SYSTEM_ERROR', `failed to open log file '${path}'`, { cause });
  }
  return {
    // Written at once, so that the last words of a process that dies are there.
    write(_record, text) {
      if (descriptor !== undefined) writeSync(descriptor, text);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail);
}
