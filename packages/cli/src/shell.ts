import type { Connection, UserFamilies } from '@virtweave/core-api';
import { isVirtError } from '@virtweave/core-util/errors';
import { CommandError, Failed } from './errors.ts';
import type { ProgramOptions } from './program-options.ts';

/** Where a shell writes. Lines of both kinds come out in the order in which they were written. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Levels of `--debug`: what is at or above it is shown. */
export const debugLevel = { debug: 0, info: 1, notice: 2, warning: 3, error: 4 } as const;

/** What commands work with: the connection, the output, and the options of the program. */
export class Shell {
  readonly options: ProgramOptions;
  readonly interactive: boolean;
  /** Ends what a command waits for: an interrupt from the terminal. */
  signal: AbortSignal | undefined;
  /** Name of the command that runs, for messages. */
  command = '';
  /** Set by `quit`. */
  ended = false;
  readonly #output: Output;
  #uri: string | undefined;
  #readOnly: boolean;
  #connection: Promise<Connection> | undefined;

  constructor(options: ProgramOptions, output: Output, interactive = false) {
    this.options = options;
    this.interactive = interactive;
    this.#output = output;
    this.#uri = options.connect;
    this.#readOnly = options.readonly;
  }

  /** What a command answers; kept in quiet mode. A line has its end. */
  print(text: string): void {
    this.#output.out(text);
  }

  line(text: string): void {
    this.#output.out(`${text}\n`);
  }

  /** For people: headings, confirmations; not in quiet mode. */
  extra(text: string): void {
    if (!this.options.quiet) this.#output.out(text);
  }

  /** How far a job is: on the other stream, and over what was there. */
  progress(text: string): void {
    this.#output.err(`\r${text}`);
  }

  /**
   * Runs what an interrupt from the terminal ends: at the prompt and without it.
   *
   * @param work gets the signal
   */
  async interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.signal) return await work(this.signal);
    const interrupted = new AbortController();
    const interrupt = (): void => interrupted.abort('interrupt');
    process.once('SIGINT', interrupt);
    try {
      return await work(interrupted.signal);
    } finally {
      process.off('SIGINT', interrupt);
    }
  }

  error(message: string): void {
    this.#output.err(`error: ${message}\n`);
  }

  debug(level: keyof typeof debugLevel, message: string): void {
    if (this.options.debug <= debugLevel[level]) this.#output.out(message);
  }

  /** The connection, opened when it is first needed. @throws CommandError */
  async connection(): Promise<Connection> {
    if (!this.#connection) {
      const opening = this.#open();
      this.#connection = opening;
      opening.catch(() => {
        if (this.#connection === opening) this.#connection = undefined;
      });
    }
    return await this.#connection;
  }

  /** Connects anew, to another URI if one is given. */
  async reconnect(uri: string | undefined, readOnly: boolean): Promise<void> {
    await this.close();
    if (uri !== undefined) this.#uri = uri;
    this.#readOnly = readOnly;
    await this.connection();
  }

  /** The members of a driver's families; names as libvirt's functions have. */
  async families(): Promise<UserFamilies> {
    return (await this.connection()).families;
  }

  async hypervisor(): Promise<UserFamilies['hypervisor']> {
    return (await this.families()).hypervisor;
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    const open = await connection?.catch(() => undefined);
    await open?.close();
  }

  /** Says what went wrong: the command's words, then those of the driver. */
  report(error: unknown): void {
    if (error instanceof Failed) return;
    if (error instanceof CommandError) {
      this.error(error.message);
      if (error.cause !== undefined) this.report(error.cause);
    } else if (isVirtError(error)) this.error(error.libvirtMessage);
    else throw error;
  }

  async #open(): Promise<Connection> {
    const { connect } = await import('@virtweave/core-api');
    try {
      return await connect(this.#uri, { readOnly: this.#readOnly, ...(this.signal && { signal: this.signal }) });
    } catch (cause) {
      throw new CommandError('failed to connect to the hypervisor', { cause });
    }
  }
}
