import { createInterface } from 'node:readline/promises';
import { commandNames } from './commands/groups.ts';
import { completions } from './completion/complete.ts';
import { appendHistory, readHistory } from './history.ts';
import { CommandError } from './errors.ts';
import { splitScript } from './grammar/words.ts';
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
  const terminal = process.stdin.isTTY === true;
  shell.extra(welcome);
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal,
    history: terminal ? await readHistory() : [],
    completer: (line: string) => complete(shell, line),
  });
  // An interrupt ends what a command waits for; at the prompt it clears the line.
  let running: AbortController | undefined;
  lines.on('SIGINT', () => (running ? running.abort() : lines.write(null, { ctrl: true, name: 'u' })));
  const mark = `virtweave ${options.readonly ? '>' : '#'} `;
  try {
    if (options.connect !== undefined) await shell.connection().catch((error: unknown) => shell.report(error));
    output.out(mark);
    for await (const line of lines) {
      if (line.trim() !== '') {
        if (terminal) await appendHistory(line);
        running = new AbortController();
        shell.signal = running.signal;
        lines.pause();
        await runScript(shell, line);
        running = undefined;
        lines.resume();
      }
      if (shell.ended) break;
      output.out(mark);
    }
    if (!shell.ended) output.out('\n');
    return 0;
  } finally {
    lines.close();
    await shell.close();
  }
}

async function complete(shell: Shell, line: string): Promise<[string[], string]> {
  const command = line.split(';').at(-1) as string;
  const typed = /\S*$/.exec(command)?.[0] ?? '';
  if (command.trim() === typed) return [commandNames().filter((name) => name.startsWith(typed)), typed];
  try {
    const before = splitScript(command.slice(0, command.length - typed.length))[0] ?? [];
    return [await completions(shell, [...before, typed]), typed];
  } catch (error) {
    if (error instanceof CommandError) return [[], typed]; // a quote is still open
    throw error;
  }
}
