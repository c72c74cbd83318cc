import { homedir } from 'node:os';
import { escapeXml } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError, Failed } from '../../errors.ts';
import { reasonOf } from '../../files.ts';
import { alias, flag, rest, text } from '../../grammar/option.ts';
import { commandHelp, groupHelp } from '../../help.ts';
import { commandsOf, findCommand, groups } from '../groups.ts';
import { splitList } from '../../grammar/split-list.ts';

const cd = command({
  name: 'cd',
  summary: 'change the current directory',
  description: 'Change the current directory.',
  offline: true,
  options: {
    dir: text('directory to switch to (default: home or else root)', { positional: 'quietly', complete: 'file' }),
  },
  run(_, args) {
    const dir = args.text('dir') ?? homedir();
    try {
      process.chdir(dir);
    } catch (error) {
      throw new CommandError(`cd: ${reasonOf(error)}: ${dir}`);
    }
  },
});

const connect = command({
  name: 'connect',
  summary: '(re)connect to hypervisor',
  description: 'Connect to local hypervisor. This is built-in command after shell start up.',
  offline: true,
  options: {
    name: text('hypervisor connection URI', { positional: 'quietly', mayBeEmpty: true }),
    readonly: flag('read-only connection'),
  },
  async run(shell, args) {
    await shell.reconnect(args.text('name'), args.flag('readonly'));
  },
});

const echo = command({
  name: 'echo',
  summary: 'echo arguments. Used for internal testing.',
  description: 'Echo back arguments, possibly with quoting. Used for internal testing.',
  offline: true,
  options: {
    shell: flag('escape for shell use'),
    xml: flag('escape for XML use'),
    split: flag("split each argument on ','; ',,' is an escape sequence"),
    err: flag('output to stderr'),
    prefix: text('prefix the message', { mayBeEmpty: true }),
    str: alias('string'),
    hi: alias('string=hello'),
    string: rest('arguments to echo', { positional: true }),
  },
  run(shell, args) {
    const prefix = args.text('prefix');
    const words = args.rest('string').map((word) => {
      if (args.flag('split')) return splitList(word).join('\n');
      const shown = args.flag('xml') ? escapeXml(word) : word;
      return args.flag('shell') ? shellWord(shown) : shown;
    });
    const line = `${prefix === undefined ? '' : `${prefix} `}${words.join(' ')}`;
    if (args.flag('err')) shell.error(line);
    else shell.print(args.flag('split') ? `${line}\n` : line);
  },
});

/** As a shell wants it: quoted if it must be. */
function shellWord(word: string): string {
  if (word === '') return "''";
  return /[\r\n\t !"#$&'()*;<>?[\\\]^`{|}~]/.test(word) ? `'${word.replaceAll("'", String.raw`'\''`)}'` : word;
}

const help = command({
  name: 'help',
  summary: 'print help',
  description: 'Prints global help, command specific help, or help for a\ngroup of related commands',
  offline: true,
  options: {
    command: text('Prints global help, command specific help, or help for a group of related commands', {
      positional: true,
      complete: 'command',
    }),
  },
  async run(shell, args) {
    const name = args.text('command');
    if (name === undefined) {
      const texts = await Promise.all(groups.map(async (group) => groupHelp(group, await commandsOf(group))));
      shell.print(`Grouped commands:\n\n${texts.join('\n')}\n`);
      return;
    }
    const found = await findCommand(name);
    const group = groups.find(({ keyword }) => keyword === name);
    if (found) shell.print(commandHelp(found));
    else if (group) shell.print(groupHelp(group, await commandsOf(group)));
    else throw new CommandError(`command or command group '${name}' doesn't exist`);
  },
});

const pwd = command({
  name: 'pwd',
  summary: 'print the current directory',
  description: 'Print the current directory.',
  offline: true,
  options: {},
  run: (shell) => shell.line(process.cwd()),
});

const ending = (name: string): AnyCommand =>
  command({
    name,
    summary: 'quit this interactive terminal',
    offline: true,
    options: {},
    run(shell) {
      shell.ended = true;
    },
  });

const complete = command({
  name: 'complete',
  summary: 'internal command for autocompletion',
  description: 'internal use only',
  offline: true,
  options: { string: rest('partial string to autocomplete', { positional: true, mayBeEmpty: true }) },
  async run(shell, args) {
    const { completions } = await import('../../completion/complete.ts');
    const found = await completions(shell, args.rest('string'));
    if (found.length === 0) throw new Failed();
    for (const each of found) shell.line(each);
  },
});

export const commands: readonly AnyCommand[] = [cd, connect, echo, ending('exit'), help, pwd, ending('quit'), complete];
