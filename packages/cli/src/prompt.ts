import { createInterface, type Interface } from 'node:readline/promises';
import { commandNames } from './commands/groups.ts';
import { completions } from './completion/complete.ts';
import { appendHistory, kept, readHistory } from './history.ts';
import { CommandError } from './errors.ts';
import { splitScript } from './grammar/words.ts';
import { endAtBrokenPipe } from './process-output.ts';
import type { ProgramOptions } from './program-options.ts';
import { runScript } from './run.ts';
import { Shell, type Output } from './shell.ts';

const welcome = `Welcome to virtweave, the virtualization interactive terminal.

Type:  'help' for help with commands
       'quit' to quit

`;

/** Reads commands until `quit` or the end of the input. Each line is a script of its own. @returns the exit status */
export async function prompt(options: ProgramOptions, output: Output): Promise<number> {
  const shell = new Shell(options, output, true);
  shell.extra(welcome);
  process.stdout.on('error', endAtBrokenPipe);
  try {
    if (options.connect !== undefined) await shell.connection().catch((error: unknown) => shell.report(error));
    const mark = `virtweave ${options.readonly ? '>' : '#'} `;
    if (process.stdin.isTTY === true) await atTerminal(shell, output, mark);
    else await fromPipe(shell, output, mark);
    return 0;
  } finally {
    await shell.close();
  }
}

/** A line editor for each line, so that the terminal is the command's while that runs: it may be an editor, or a console. */
async function atTerminal(shell: Shell, output: Output, mark: string): Promise<void> {
  let history = await readHistory();
  while (!shell.ended) {
    const lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      history,
      historySize: kept,
      removeHistoryDuplicates: true,
      completer: (line: string) => complete(shell, line),
    });
    lines.on('history', (all: string[]) => (history = all));
    // At the prompt an interrupt clears the line.
    lines.on('SIGINT', () => {
      output.out('^C\n');
      lines.write(null, { ctrl: true, name: 'e' });
      lines.write(null, { ctrl: true, name: 'u' });
    });
    const line = await nextLine(lines, mark);
    if (line === undefined) return output.out('\n');
    if (line.trim() === '') continue;
    await appendHistory(line);
    await runInterruptibly(shell, line);
  }
}

/** Nothing at the end of the input. */
async function nextLine(lines: Interface, mark: string): Promise<string | undefined> {
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    return await Promise.race([lines.question(mark), closed]);
  } finally {
    lines.close();
  }
}

/** While a command runs, an interrupt ends what it waits for. */
async function runInterruptibly(shell: Shell, line: string): Promise<void> {
  const running = new AbortController();
  const interrupt = (): void => running.abort('interrupt');
  shell.signal = running.signal;
  process.on('SIGINT', interrupt);
  try {
    await runScript(shell, line);
  } finally {
    process.off('SIGINT', interrupt);
    shell.signal = undefined;
  }
}

async function fromPipe(shell: Shell, output: Output, mark: string): Promise<void> {
  output.out(mark);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') await runScript(shell, line);
    if (shell.ended) return;
    output.out(mark);
  }
  output.out('\n');
}

/** What fits the word before the cursor; behind the only one that does comes a blank, so that the next word can follow. */
async function complete(shell: Shell, line: string): Promise<[string[], string]> {
  const command = line.split(';').at(-1) as string;
  const typed = /\S*$/.exec(command)?.[0] ?? '';
  const found = await fitting(shell, command, typed);
  return [found.length === 1 ? found.map((each) => `${each} `) : found, typed];
}

async function fitting(shell: Shell, command: string, typed: string): Promise<string[]> {
  if (command.trim() === typed) return commandNames().filter((name) => name.startsWith(typed));
  try {
    const before = splitScript(command.slice(0, command.length - typed.length))[0] ?? [];
    return await completions(shell, [...before, typed]);
  } catch (error) {
    if (error instanceof CommandError) return []; // a quote is still open
    throw error;
  }
}
