import type { AnyCommand } from './command.ts';
import type { Group } from './commands/groups.ts';
import type { Option } from './grammar/option.ts';
import { valueName } from './grammar/parse-command.ts';

/** `help NAME`, `NAME --help`. */
export function commandHelp(command: AnyCommand): string {
  const options = Object.entries(command.options).filter(([, option]) => option.kind !== 'alias');
  let text = `  NAME\n    ${command.name} - ${command.summary}\n`;
  text += `\n  SYNOPSIS\n    ${[command.name, ...options.map(([name, option]) => synopsis(name, option))].join(' ')}\n`;
  if (command.description) text += `\n  DESCRIPTION\n    ${command.description.replace(/\n(?!\n)/g, '\n    ')}\n`;
  if (options.length > 0) {
    text += '\n  OPTIONS\n';
    for (const [name, option] of options) text += `    ${optionName(name, option).padEnd(15)}  ${option.help}\n`;
  }
  return text;
}

const shownAlone = (option: Option): boolean => option.positional === true;

function synopsis(name: string, option: Option): string {
  if (option.kind === 'flag') return `[--${name}]`;
  if (option.kind === 'rest') return rest(name, option);
  if (shownAlone(option)) return option.required ? `<${name}>` : `[<${name}>]`;
  const written = `--${name} <${valueName(option)}>`;
  return option.required ? written : `[${written}]`;
}

function rest(name: string, option: Option): string {
  if (option.required) return `${shownAlone(option) ? `<${name}>` : `{--${name} <string>}`}...`;
  return shownAlone(option) ? `[<${name}>]...` : `[--${name} <string>]...`;
}

function optionName(name: string, option: Option): string {
  if (option.kind === 'flag') return `--${name}`;
  const shown = shownAlone(option) ? `[--${name}]` : `--${name}`;
  return `${shown} <${valueName(option)}>${option.kind === 'rest' ? '...' : ''}`;
}

/** One group of commands, a line each. */
export function groupHelp(group: Group, commands: readonly AnyCommand[]): string {
  return ` ${group.title} (help keyword '${group.keyword}'):\n${commands.map(line).join('')}`;
}

const line = (command: AnyCommand): string => `    ${command.name.padEnd(30)} ${command.summary}\n`;
