import type { Args } from './grammar/args.ts';
import type { Options } from './grammar/option.ts';
import type { Shell } from './shell.ts';

/** One command: what it is called, what it takes, what it does. */
export interface Command<O extends Options = Options> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `help NAME` says besides. */
  readonly description?: string;
  readonly options: O;
  /** Needs no connection. */
  readonly offline?: boolean;
  /** @throws CommandError with what the user shall read */
  run(shell: Shell, args: Args<O>): Promise<void> | void;
}

/** A command as the table of commands holds it. */
export type AnyCommand = Omit<Command, 'run'> & { run(shell: Shell, args: Args): Promise<void> | void };

/** Types a command by its options. */
export function command<const O extends Options>(definition: Command<O>): AnyCommand {
  return definition as unknown as AnyCommand;
}
