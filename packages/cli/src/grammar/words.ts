import { CommandError } from '../errors.ts';

/** One word, and whether its first character was written as it stands there, unquoted. */
interface Scanner {
  readonly text: string;
  at: number;
}

/**
 * Splits a script into commands, and those into words.
 *
 * Commands end at `;` and at the end of a line. `'...'` keeps everything, `"..."` all but backslashes, and a backslash keeps the
 * character behind it; before the end of a line it joins two lines. `#` at the beginning of a word starts a comment, and so does,
 * up to the command's end, a first word that begins with a quoted one.
 *
 * @throws CommandError for a quote that is not closed, or a backslash at the very end
 *
 * @example
 * ```ts
 * splitScript(`list --all; dominfo 'my guest' # look`); // [['list', '--all'], ['dominfo', 'my guest']]
 * ```
 */
export function splitScript(text: string): string[][] {
  const scanner: Scanner = { text, at: 0 };
  const commands: string[][] = [];
  let words: string[] = [];
  const end = (): void => {
    if (words.length > 0 && !words[0]?.startsWith('#')) commands.push(words);
    words = [];
  };
  while (scanner.at < text.length) {
    const char = text.charAt(scanner.at);
    if (char === ' ' || char === '\t' || char === '\r') scanner.at += 1;
    else if (char === '\\' && text.charAt(scanner.at + 1) === '\n') scanner.at += 2;
    else if (char === ';' || char === '\n') {
      end();
      scanner.at += 1;
    } else if (char === '#') {
      const line = text.indexOf('\n', scanner.at);
      scanner.at = line < 0 ? text.length : line;
    } else words.push(word(scanner));
  }
  end();
  return commands;
}

function word(scanner: Scanner): string {
  const { text } = scanner;
  let value = '';
  for (; scanner.at < text.length; scanner.at += 1) {
    const char = text.charAt(scanner.at);
    if (' \t\r\n;'.includes(char)) break;
    if (char === "'") value += singleQuoted(scanner);
    else if (char === '"') value += doubleQuoted(scanner);
    else if (char === '\\') value += escaped(scanner);
    else value += char;
  }
  return value;
}

/** All three end on the last character that they took. */
function singleQuoted(scanner: Scanner): string {
  const close = scanner.text.indexOf("'", scanner.at + 1);
  if (close < 0) throw new CommandError("missing '");
  const value = scanner.text.slice(scanner.at + 1, close);
  scanner.at = close;
  return value;
}

function doubleQuoted(scanner: Scanner): string {
  let value = '';
  for (scanner.at += 1; scanner.at < scanner.text.length; scanner.at += 1) {
    const char = scanner.text.charAt(scanner.at);
    if (char === '"') return value;
    value += char === '\\' ? escaped(scanner) : char;
  }
  throw new CommandError('missing "');
}

function escaped(scanner: Scanner): string {
  scanner.at += 1;
  if (scanner.at >= scanner.text.length) throw new CommandError('dangling \\');
  const char = scanner.text.charAt(scanner.at);
  return char === '\n' ? '' : char;
}
