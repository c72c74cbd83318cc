import { VirtError } from '../errors/virt-error.ts';

/**
 * One word of a POSIX shell, whatever is in it. The only way in which text of ours gets to a shell on another machine.
 *
 * @throws VIR_ERR_INVALID_ARG for a NUL, which no argument can contain
 */
export function shellQuote(word: string): string {
  if (word.includes('\0')) throw new VirtError('VIR_ERR_INVALID_ARG', `NUL character in ${JSON.stringify(word.slice(0, 80))}`);
  return `'${word.replaceAll(`'`, `'\\''`)}'`;
}

/** A command line that runs a program with exactly these arguments. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}
