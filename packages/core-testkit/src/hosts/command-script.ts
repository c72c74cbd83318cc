import type { Duplex } from 'node:stream';
import { checkStatus, VirtError, type HostSignal, type RunOptions, type RunResult } from '@virtweave/core-util';

/** A command that a {@link FixtureHost} expects, and what comes of it. */
export interface FixtureCommand {
  readonly program: string;
  /** What the arguments must be; a regular expression stands for one argument. Default: any. */
  readonly args?: readonly (string | RegExp)[] | ((args: readonly string[]) => boolean);
  readonly stdout?: string;
  /** Of a spawned program: goes to its log. */
  readonly stderr?: string;
  /** Default 0. A spawned program with a status ends at once, one without lives until it is ended. */
  readonly status?: number;
  readonly signal?: HostSignal;
  /** Does or computes something at the time of the call; what it gives overrides the above. */
  readonly action?: (args: readonly string[], options: RunOptions) => Partial<RunResult> | void | Promise<Partial<RunResult> | void>;
  /** For a spawned program: what it does with the connections to the sockets that it inherited. */
  readonly serve?: (stream: Duplex) => void;
  /** How often it may be run. Default 1. */
  readonly times?: number;
}

export interface RanCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly input?: string | Uint8Array;
}

/** The expected commands of a pretended machine, and which of them were run. */
export class CommandScript {
  readonly ran: RanCommand[] = [];
  readonly #ordered: boolean;
  readonly #left: { readonly command: FixtureCommand; times: number }[];

  constructor(commands: readonly FixtureCommand[], ordered: boolean) {
    this.#ordered = ordered;
    this.#left = commands.map((command) => ({ command, times: command.times ?? 1 }));
  }

  get missed(): readonly FixtureCommand[] {
    return this.#left.filter(({ times }) => times > 0 && times !== Infinity).map(({ command }) => command);
  }

  /** The expected command that this is. An unexpected one rejects, named. */
  take(program: string, args: readonly string[], options: { readonly input?: string | Uint8Array }): FixtureCommand {
    this.ran.push({ program, args: [...args], ...(options.input === undefined ? {} : { input: options.input }) });
    const open = this.#left.filter(({ times }) => times > 0);
    const found = (this.#ordered ? open.slice(0, 1) : open).find(({ command }) => matches(command, program, args));
    if (found === undefined) {
      const next = this.#ordered && open[0] !== undefined ? `, expected '${open[0].command.program}'` : '';
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `unexpected command in fixture: '${[program, ...args].join(' ')}'${next}`);
    }
    found.times -= 1;
    return found.command;
  }

  async run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
    const command = this.take(program, args, options);
    const result: RunResult = {
      status: command.signal === undefined ? (command.status ?? 0) : null,
      signal: command.signal ?? null,
      stdout: command.stdout ?? '',
      stderr: command.stderr ?? '',
      ...(await command.action?.(args, options)),
    };
    return checkStatus(program, args, options, result);
  }
}

function matches(command: FixtureCommand, program: string, args: readonly string[]): boolean {
  if (command.program !== program) return false;
  if (command.args === undefined) return true;
  if (typeof command.args === 'function') return command.args(args);
  if (command.args.length !== args.length) return false;
  return command.args.every((wanted, i) => (typeof wanted === 'string' ? wanted === args[i] : wanted.test(args[i] ?? '')));
}
