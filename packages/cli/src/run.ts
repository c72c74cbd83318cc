import { findCommand } from './commands/groups.ts';
import { CommandError } from './errors.ts';
import { Args } from './grammar/args.ts';
import { parseCommand, type ParsedCommand } from './grammar/parse-command.ts';
import { splitScript } from './grammar/words.ts';
import { commandHelp } from './help.ts';
import type { Shell } from './shell.ts';

/**
 * Runs a script: all commands are parsed before the first one runs, each runs whatever became of the one before it.
 *
 * @returns whether the last command succeeded
 */
export async function runScript(shell: Shell, script: string): Promise<boolean> {
  shell.debug('info', `commands: "${script}"\n`);
  return await run(shell, () => splitScript(script));
}

/** Runs one command, whose words the caller has already split. */
export async function runWords(shell: Shell, words: readonly string[]): Promise<boolean> {
  return await run(shell, () => [words]);
}

async function run(shell: Shell, split: () => readonly (readonly string[])[]): Promise<boolean> {
  const parsed: ParsedCommand[] = [];
  try {
    for (const words of split()) parsed.push(await parse(shell, words));
  } catch (error) {
    shell.report(error);
    return false;
  }
  let succeeded = true;
  for (const each of parsed) {
    succeeded = await runOne(shell, each);
    if (shell.ended) break;
  }
  return succeeded;
}

async function parse(shell: Shell, words: readonly string[]): Promise<ParsedCommand> {
  const [name = '', ...others] = words;
  const command = await findCommand(name);
  if (!command) throw new CommandError(`unknown command: '${name}'`);
  return parseCommand(command, others, {
    assigned: (of, option, value) =>
      shell.debug('info', `${of}: ${option}(${value === undefined ? 'bool' : 'optdata'}): ${value ?? '(none)'}\n`),
    error: (message) => shell.error(message),
  });
}

async function runOne(shell: Shell, { command, values, help }: ParsedCommand): Promise<boolean> {
  // To ask for it loads a part of Node.
  const begin = shell.options.timing ? performance.now() : 0;
  let succeeded = true;
  shell.command = command.name;
  try {
    if (help) shell.print(commandHelp(command));
    else {
      if (!command.offline) await shell.connection();
      await command.run(shell, new Args(command.options, values));
    }
  } catch (error) {
    shell.report(error);
    succeeded = false;
  }
  if (shell.ended) return succeeded;
  if (shell.options.timing) shell.line(`\n(Time: ${(performance.now() - begin).toFixed(3)} ms)\n`);
  else shell.extra('\n');
  return succeeded;
}
