import { filteredLevel, parseLogFilters, type LogFilter } from './filters.ts';
import { logLevels, type LogLevel } from './levels.ts';
import { openLogOutput, parseLogOutputs, type LogOutput, type LogRecord, type LogSink } from './outputs.ts';

/** A message, or a function that makes it and is called only when somebody will read it. */
export type LogMessage = string | (() => string);

/** What a part of the house logs with. */
export interface Logger {
  readonly source: string;
  /** Would a message of this level be written anywhere? */
  isEnabled(level: LogLevel): boolean;
  debug(message: LogMessage): void;
  info(message: LogMessage): void;
  warning(message: LogMessage): void;
  error(message: LogMessage): void;
}

export interface LogOptions {
  /** For sources that no filter names. Default `warning`. */
  readonly level?: LogLevel;
  /** libvirt's filters, `1:qemu 3:event`, or parsed ones. The first that fits a source decides. */
  readonly filters?: string | readonly LogFilter[];
  /** libvirt's outputs, `1:stderr 2:file:/path`, or sinks of your own. */
  readonly outputs?: string | readonly LogOutput[];
}

interface Configuration {
  readonly level: LogLevel;
  readonly filters: readonly LogFilter[];
  readonly outputs: readonly LogOutput[];
}

const silent: Configuration = { level: 'warning', filters: [], outputs: [] };
let current: Configuration = silent;
/** Counts changes, so that loggers know when to look again. */
let generation = 0;

/**
 * Says what is logged and where. Nothing is logged before it is called. Replaces what was set before; every logger
 * follows at once. Nothing changes when an argument is wrong.
 *
 * @returns a function that closes the outputs opened here and logs nothing any more
 *
 * @example
 * ```ts
 * const stop = configureLogging({ filters: '1:qemu 4:event', outputs: '1:stderr' });
 * getLogger('qemu.monitor').debug('connected');
 * stop();
 * ```
 */
export function configureLogging(options: LogOptions): () => void {
  const { level = 'warning' } = options;
  const filters = typeof options.filters === 'string' ? parseLogFilters(options.filters) : (options.filters ?? []);
  const opened: LogOutput[] = [];
  if (typeof options.outputs === 'string') {
    const specs = parseLogOutputs(options.outputs);
    try {
      for (const spec of specs) opened.push(openLogOutput(spec));
    } catch (error) {
      for (const { sink } of opened) sink.close?.();
      throw error;
    }
  }
  const outputs = typeof options.outputs === 'string' ? opened : (options.outputs ?? []);
  const mine: Configuration = { level, filters, outputs };
  current = mine;
  generation++;
  return () => {
    if (current === mine) {
      current = silent;
      generation++;
    }
    for (const { sink } of opened) sink.close?.();
    opened.length = 0;
  };
}

/** The logger of a source. Sources are named like `qemu.monitor`; filters match parts of the name. */
export function getLogger(source: string): Logger {
  return new SourceLogger(source);
}

class SourceLogger implements Logger {
  readonly source: string;
  #generation = -1;
  /** Lowest number of a level that goes anywhere. */
  #threshold = Infinity;

  constructor(source: string) {
    this.source = source;
  }

  isEnabled(level: LogLevel): boolean {
    if (this.#generation !== generation) this.#update();
    return logLevels[level] >= this.#threshold;
  }

  debug(message: LogMessage): void {
    this.#log('debug', message, this.debug);
  }

  info(message: LogMessage): void {
    this.#log('info', message, this.info);
  }

  warning(message: LogMessage): void {
    this.#log('warning', message, this.warning);
  }

  error(message: LogMessage): void {
    this.#log('error', message, this.error);
  }

  #update(): void {
    const { filters, level, outputs } = current;
    this.#generation = generation;
    const wanted = logLevels[filteredLevel(this.source, filters, level)];
    const written = Math.min(...outputs.map((output) => logLevels[output.level]));
    this.#threshold = outputs.length === 0 ? Infinity : Math.max(wanted, written);
  }

  #log(level: LogLevel, message: LogMessage, caller: (message: LogMessage) => void): void {
    if (!this.isEnabled(level)) return;
    const text = typeof message === 'string' ? message : message();
    emit({ time: new Date(), level, source: this.source, line: callerLine(caller), message: text });
  }
}

/** Sinks whose first failure was reported. */
const failed: WeakSet<LogSink> = new WeakSet();

function emit(record: LogRecord): void {
  const text = formatLogLine(record);
  for (const { level, sink } of current.outputs) {
    if (logLevels[record.level] < logLevels[level]) continue;
    try {
      sink.write(record, text);
    } catch (error) {
      if (failed.has(sink)) continue;
      failed.add(sink);
      // A full disk under the log must not fail the operation that logs, and cannot be logged either.
      process.emitWarning(`a log output failed: ${String(error)}`, { type: 'VirtLogWarning', code: 'VIRT_LOG_OUTPUT' });
    }
  }
}

/**
 * libvirt's line: time in UTC, process, level, source and line, message. Line ends inside the message become blanks, so
 * that what a guest or a document contains cannot forge a line.
 */
export function formatLogLine({ time, level, source, line, message }: LogRecord, pid: number = process.pid): string {
  const stamp = time.toISOString().replace('T', ' ').replace('Z', '+0000');
  return `${stamp}: ${pid}: ${level} : ${source}:${line} : ${message.replace(/[\r\n]+/g, ' ')}\n`;
}

/** Line of the code that called `skip`. Costs some microseconds, and only messages that are written pay them. */
function callerLine(skip: (message: LogMessage) => void): number {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, skip);
  Error.stackTraceLimit = limit;
  return Number(/:(\d+):\d+\)?$/.exec(holder.stack ?? '')?.[1] ?? 0);
}
