import { processOutput } from './process-output.ts';
import { readProgramOptions, type ProgramOptions } from './program-options.ts';
import { runScript, runWords } from './run.ts';
import { Shell, type Output } from './shell.ts';

/**
 * The program: options, then a command with its arguments, a script, or nothing for a prompt.
 *
 * @returns the exit status: 0, or 1 when the last command failed
 *
 * @example
 * ```ts
 * process.exitCode = await main(['--connect', 'test:///default', 'list', '--all']);
 * ```
 */
export async function main(words: readonly string[], output: Output = processOutput): Promise<number> {
  let options: ProgramOptions;
  try {
    options = readProgramOptions(words, process.env);
  } catch (error) {
    output.err(`error: ${(error as Error).message}\n`);
    return 1;
  }
  if (options.help) {
    const { usage } = await import('./usage.ts');
    output.out(await usage());
    return 0;
  }
  if (options.version) {
    const { versionText } = await import('./usage.ts');
    output.out(await versionText(options.version));
    return 0;
  }
  if (options.words.length === 0) {
    const { prompt } = await import('./prompt.ts');
    return await prompt(options, output);
  }
  const shell = new Shell(options, output);
  try {
    const [script] = options.words;
    const succeeded =
      options.words.length === 1 ? await runScript(shell, script as string) : await runWords(shell, options.words);
    return succeeded ? 0 : 1;
  } finally {
    await shell.close();
  }
}
