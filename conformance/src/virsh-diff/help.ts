// npm run virsh-diff -- --help-texts: compares what `help` says of every command: its summary and description, and each option's
// name, kind, place and text.
import { execFileSync } from 'node:child_process';

/** What the help of a command says. */
interface Help {
  readonly name: string;
  readonly summary: string;
  readonly synopsis: string;
  readonly description: string;
  readonly options: readonly string[];
}

type Program = readonly [program: string, ...args: readonly string[]];

/** What we say otherwise, and why: Debian's virsh is 9.0, we follow 11.3. */
const exceptions: readonly { readonly command: string; readonly differs: RegExp; readonly reason: string }[] = [
  { command: 'echo', differs: /--prefix|--string|<string>/, reason: 'virsh has --prefix since 9.x, and names the rest' },
  { command: 'help', differs: /command/, reason: 'virsh shows the command by its place since 9.x' },
  { command: 'guestinfo', differs: /--load|^- guestinfo /, reason: 'virsh has --load since 11.x' },
  { command: 'domstats', differs: /list of domains/, reason: 'virsh shows what takes the rest like other options since 9.x' },
];

const say = ([program, ...args]: Program, script: string): string =>
  execFileSync(program, [...args, '-q', script], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1 << 26 });

/** @returns how many commands differ */
export function compareHelp(theirs: Program, ours: Program): number {
  const names = commandNames(say(theirs, 'help'));
  const here = new Set(commandNames(say(ours, 'help')));
  const missing = names.filter((name) => !here.has(name));
  for (const name of missing) console.log(`=== ${name}\n  is not there`);
  const common = names.filter((name) => here.has(name));
  const script = common.map((name) => `help ${name}`).join('; ');
  const [there, own] = [helps(say(theirs, script)), helps(say(ours, script))];
  let different = 0;
  const excepted = new Set<string>();
  for (const name of common) {
    const lines = differences(there.get(name), own.get(name)).filter((line) => {
      const exception = exceptions.find(({ command, differs }) => command === name && differs.test(line));
      if (exception) excepted.add(`${name}: ${exception.reason}`);
      return exception === undefined;
    });
    if (lines.length === 0) continue;
    different += 1;
    console.log(`=== ${name}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
  for (const reason of excepted) console.log(`excepted: ${reason}`);
  const failed = missing.length + different;
  console.log(`virsh-diff: help of ${names.length} commands, ${names.length - failed - excepted.size} equal, ${excepted.size} excepted, ${failed} different`);
  return failed;
}

const commandNames = (help: string): string[] => [...help.matchAll(/^ {4}([a-z][\w-]*) /gm)].map(([, name]) => name as string);

function helps(text: string): Map<string, Help> {
  const found = text.split(/^ {2}NAME\n/m).slice(1).map(readHelp);
  return new Map(found.map((help) => [help.name, help]));
}

function readHelp(text: string): Help {
  const [head = '', ...parts] = text.split(/^ {2}(SYNOPSIS|DESCRIPTION|OPTIONS)\n/m);
  const part = (title: string): string => (parts.includes(title) ? (parts[parts.indexOf(title) + 1] as string) : '');
  const [name = '', summary = ''] = head.trim().split(' - ', 2);
  return {
    name,
    summary: `${summary}${head.trim().split(' - ').slice(2).join(' - ')}`,
    synopsis: sameRest(part('SYNOPSIS').trim()),
    description: ourName(part('DESCRIPTION').replace(/\s+/g, ' ').trim()),
    options: part('OPTIONS')
      .split(/\n(?= {4}\S)/)
      .map((option) => sameRest(ourName(option.replace(/\s+/g, ' ').trim())))
      .filter(Boolean),
  };
}

const ourName = (text: string): string => text.replace(/\bvirsh\b/g, 'virtweave');

/** How an option that takes the rest is written has changed since 9.0: `{[--cmd] <string>}...` is `<cmd>...` now. */
const sameRest = (text: string): string =>
  text.replace(/[[{]\[--([\w-]+)\] <string>[\]}]\.\.\./g, '<$1>...').replace(/\[<([\w-]+)>\]\.\.\./g, '<$1>...').replace(/^(\[--[\w-]+\] <string>)\.\.\./, '$1');

function differences(theirs: Help | undefined, ours: Help | undefined): string[] {
  if (!theirs || !ours) return ['help cannot be read'];
  const lines: string[] = [];
  for (const field of ['summary', 'synopsis', 'description'] as const) {
    if (theirs[field] !== ours[field]) lines.push(`- ${theirs[field]}`, `+ ${ours[field]}`);
  }
  lines.push(...theirs.options.filter((option) => !ours.options.includes(option)).map((option) => `- ${option}`));
  lines.push(...ours.options.filter((option) => !theirs.options.includes(option)).map((option) => `+ ${option}`));
  return lines;
}
