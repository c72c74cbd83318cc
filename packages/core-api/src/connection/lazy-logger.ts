import type { LogMessage, Logger } from '@virtweave/core-util';

/** core-util's logger of a source, loaded by the first message. */
export class LazyLogger implements Logger {
  readonly source: string;
  #real: Logger | undefined;
  #loading: Promise<Logger> | undefined;

  constructor(source: string) {
    this.source = source;
  }

  isEnabled(level: Parameters<Logger['isEnabled']>[0]): boolean {
    return this.#real?.isEnabled(level) ?? true;
  }

  debug(message: LogMessage): void {
    this.#write('debug', message);
  }

  info(message: LogMessage): void {
    this.#write('info', message);
  }

  warning(message: LogMessage): void {
    this.#write('warning', message);
  }

  error(message: LogMessage): void {
    this.#write('error', message);
  }

  #write(level: 'debug' | 'info' | 'warning' | 'error', message: LogMessage): void {
    if (this.#real !== undefined) {
      this.#real[level](message);
      return;
    }
    this.#loading ??= import('@virtweave/core-util').then(({ getLogger }) => (this.#real = getLogger(this.source)));
    void this.#loading.then((logger) => logger[level](message));
  }
}
