import { commandNames, findCommand } from '../commands/groups.ts';
import type { AnyCommand } from '../command.ts';
import type { Option } from '../grammar/option.ts';
import type { Shell } from '../shell.ts';
import { valuesFor } from './values.ts';

/**
 * What could stand in place of the last word: commands, options, or values of the option that is being written.
 *
 * What came before may be wrong: completion then knows nothing of it, and offers all.
 *
 * @param words the words of one command; the last one is what is being typed, and may be empty
 */
export async function completions(shell: Shell, words: readonly string[]): Promise<string[]> {
  const [name = '', ...others] = words;
  if (others.length === 0) return commandNames().filter((each) => each.startsWith(name)).sort();
  const command = await findCommand(name);
  if (!command) return [];
  const typed = others.pop() as string;
  const { values, waiting } = read(command, others);
  if (waiting !== undefined) return await matching(shell, command, values, waiting, typed);
  const options = [...optionNames(command, values)];
  if (typed.startsWith('-')) return options.filter((option) => option.startsWith(typed));
  if (typed === '') return options;
  const positional = Object.keys(command.options).find((each) => {
    const option = command.options[each] as Option;
    return option.positional !== undefined && (option.kind === 'rest' || !values.has(each));
  });
  return positional === undefined ? [] : await matching(shell, command, values, positional, typed);
}

/** Values that are known up to the first word that cannot be, and the option that waits for its value. */
function read(
  command: AnyCommand,
  words: readonly string[],
): { values: Map<string, readonly string[]>; waiting: string | undefined } {
  const values = new Map<string, readonly string[]>();
  let waiting: string | undefined;
  let known = true;
  const assign = (name: string, value: string): void => {
    if (known) values.set(name, [...(values.get(name) ?? []), value]);
  };
  for (const word of words) {
    if (waiting !== undefined) {
      assign(waiting, word);
      waiting = undefined;
      continue;
    }
    if (word.startsWith('--') && word.length > 2) {
      const [name = '', value] = word.slice(2).split(/=(.*)/s);
      const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
      if (!option) known = false;
      else if (option.kind === 'flag' || value !== undefined) assign(name, value ?? '');
      else waiting = name;
      continue;
    }
    const next = Object.entries(command.options).find(
      ([name, option]) => option.positional && (option.kind === 'rest' || !values.has(name)),
    );
    if (next) assign(next[0], word);
    else known = false;
  }
  return { values, waiting };
}

function* optionNames(command: AnyCommand, values: ReadonlyMap<string, unknown>): Generator<string> {
  for (const [name, option] of Object.entries(command.options)) {
    if (option.kind !== 'alias' && (option.kind === 'rest' || !values.has(name))) yield `--${name}`;
  }
}

async function matching(
  shell: Shell,
  command: AnyCommand,
  values: ReadonlyMap<string, readonly string[]>,
  name: string,
  typed: string,
): Promise<string[]> {
  const option = command.options[name];
  const candidates = option?.complete === undefined ? [] : await valuesFor(shell, option.complete, values);
  const taken = option?.kind === 'rest' ? (values.get(name) ?? []) : [];
  return candidates.filter((value) => value.startsWith(typed) && !taken.includes(value)).sort();
}
