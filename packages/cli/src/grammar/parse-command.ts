import type { AnyCommand } from '../command.ts';
import { CommandError, Failed } from '../errors.ts';
import type { Option } from './option.ts';

/** A command with its arguments. */
export interface ParsedCommand {
  readonly command: AnyCommand;
  /** By the option's name, in the order in which they were written. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** `--help` was among them. */
  readonly help: boolean;
}

export interface ParseReporter {
  /** An option has got its value; flags have none. */
  assigned?(command: string, option: string, value: string | undefined): void;
  error(message: string): void;
}

/**
 * Gives words to the options of a command.
 *
 * `--name value`, `--name=value`, or the value alone for options that stand by their position; after `--` all are values.
 *
 * @throws CommandError for what the command does not take; Failed when several things were missing and were reported
 */
export function parseCommand(command: AnyCommand, words: readonly string[], report: ParseReporter): ParsedCommand {
  const values = new Map<string, string[]>();
  let help = false;
  let onlyValues = false;

  const assign = (name: string, value: string): void => {
    const option = command.options[name] as Option;
    const before = values.get(name);
    if (before && option.kind !== 'rest') throw new CommandError(`option --${name} already seen`);
    if (before) before.push(value);
    else values.set(name, [value]);
    report.assigned?.(command.name, name, option.kind === 'flag' ? undefined : value);
  };

  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    if (!onlyValues && word === '--') {
      onlyValues = true;
      continue;
    }
    if (onlyValues || !/^--[A-Za-z0-9]/.test(word)) {
      assign(nextPositional(command, values, word), word);
      continue;
    }
    const [written, given] = splitName(word);
    if (written === 'help') {
      help = true;
      continue;
    }
    const { name, option, value = given } = findOption(command, written);
    if (option.kind === 'flag') {
      if (value !== undefined) throw new CommandError(`invalid '=' after option --${written}`);
      assign(name, '');
    } else if (value !== undefined) assign(name, value);
    else {
      at += 1;
      if (at >= words.length) throw new CommandError(`expected syntax: --${written} <${valueName(option)}>`);
      assign(name, words[at] as string);
    }
  }
  if (!help) checkRequired(command, values, report);
  return { command, values, help };
}

/** `<number>` or `<string>`, as messages and help name it. */
export const valueName = (option: Option): string => (option.kind === 'number' ? 'number' : 'string');

function splitName(word: string): [name: string, value: string | undefined] {
  const equals = word.indexOf('=');
  return equals < 0 ? [word.slice(2), undefined] : [word.slice(2, equals), word.slice(equals + 1)];
}

function findOption(command: AnyCommand, written: string): { name: string; option: Option; value?: string } {
  const option = Object.hasOwn(command.options, written) ? command.options[written] : undefined;
  if (!option) throw new CommandError(`command '${command.name}' doesn't support option --${written}`);
  if (option.kind !== 'alias') return { name: written, option };
  const [name = '', value] = (option.of ?? '').split('=');
  return { name, option: command.options[name] as Option, ...(value !== undefined && { value }) };
}

/** The first option that stands by its position and has no value yet, or the one that takes the rest. */
function nextPositional(command: AnyCommand, values: ReadonlyMap<string, unknown>, word: string): string {
  for (const [name, option] of Object.entries(command.options)) {
    if (option.positional && (option.kind === 'rest' || !values.has(name))) return name;
  }
  throw new CommandError(`unexpected data '${word}'`);
}

function checkRequired(command: AnyCommand, values: ReadonlyMap<string, unknown>, report: ParseReporter): void {
  const missing = Object.entries(command.options).filter(([name, option]) => option.required && !values.has(name));
  for (const [name, option] of missing) {
    const shown = option.positional ? `<${name}>` : `--${name}`;
    report.error(`command '${command.name}' requires ${shown} option`);
  }
  if (missing.length > 0) throw new Failed();
}
