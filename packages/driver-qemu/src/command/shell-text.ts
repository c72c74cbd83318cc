import type { QemuCommand } from './command.ts';

const plain = /^[\w@%+=:,./-]+$/;

/** One word as a shell takes it, quoted only where it has to be. */
export function shellWord(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The words of a command as a person can type them: environment, program, arguments. */
export function shellWords({ program, args, env }: Pick<QemuCommand, 'program' | 'args' | 'env'>): string[] {
  return [...env.map(([name, value]) => `${name}=${shellWord(value)}`), shellWord(program), ...args.map(shellWord)];
}
