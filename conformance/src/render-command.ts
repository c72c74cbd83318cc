/** A command as libvirt's tests print it. */
export interface Command {
  /** `NAME=value`, in order. */
  readonly environment?: readonly (readonly [name: string, value: string])[];
  /** As it is to be shown: with its path, or the base name alone. */
  readonly program: string;
  readonly arguments: readonly string[];
}

/**
 * One command as text, with a final newline. Options start a line; a value stays behind its option.
 *
 * @example
 * ```ts
 * renderCommand({ program: '/bin/x', arguments: ['-name', 'a b', '-S'] }); // "/bin/x \\\n-name 'a b' \\\n-S\n"
 * ```
 */
export function renderCommand({ environment = [], program, arguments: args }: Command): string {
  const lastOption = args.map(isOption).lastIndexOf(true);
  const firstOption = args.findIndex(isOption);
  let text = environment.map(([name, value]) => `${name}=${quote(value)} \\\n`).join('') + quote(program);
  for (const [i, argument] of args.entries()) {
    const afterOption = firstOption !== -1 && firstOption < i;
    const stays = !isOption(argument) && afterOption && (isOption(args[i - 1] ?? '') || i < lastOption);
    text += ` ${stays ? '' : '\\\n'}${quote(argument)}`;
  }
  return `${text}\n`;
}

/** Several commands, one after the other. */
export function renderCommands(commands: readonly Command[]): string {
  return commands.map(renderCommand).join('');
}

const isOption = (argument: string): boolean => argument.startsWith('-');

/** A word for the shell, quoted only where it has to be. */
export function quote(word: string): string {
  if (word === '') return "''";
  if (!/[\r\n\t !"#$&'()*;<>?[\\\]^`{|}~]/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
