import { command, type AnyCommand } from '../command.ts';
import { attempt } from '../errors.ts';
import type { AnyArgs } from '../grammar/args.ts';
import { flag, type TextOption } from '../grammar/option.ts';
import type { Shell } from '../shell.ts';

/** What differs among the commands that have something started with the host. */
interface Autostart {
  readonly name: string;
  /** `network`: what it is called in messages. */
  readonly what: string;
  readonly summary: string;
  readonly description: string;
  /** The option that names it. */
  readonly option: Readonly<Record<string, TextOption>>;
  /** Finds what the option names, and gives what sets it. */
  find(shell: Shell, args: AnyArgs): Promise<(on: boolean) => Promise<void>>;
}

export function autostartCommand({ name, what, summary, description, option, find }: Autostart): AnyCommand {
  const [named = ''] = Object.keys(option);
  return command({
    name,
    summary,
    description,
    options: { ...option, disable: flag('disable autostarting') },
    async run(shell, args: AnyArgs) {
      const set = await find(shell, args);
      const written = args.needed(named);
      const mark = args.flag('disable') ? 'unmark' : 'mark';
      await attempt(set(mark === 'mark'), `failed to ${mark} ${what} ${written} as autostarted`);
      shell.extra(`${what.charAt(0).toUpperCase()}${what.slice(1)} ${written} ${mark}ed as autostarted\n`);
    },
  });
}
