import { describe, expect, test } from '@jest/globals';
import { splitScript } from '../src/grammar/words.ts';

describe('a script is split into commands and words', () => {
  test.each([
    ['list --all; dominfo web', [['list', '--all'], ['dominfo', 'web']]],
    ['a\n\n  b\t c\r\n', [['a'], ['b', 'c']]],
    [`a 'b  c' "d\\"e" f\\ g`, [['a', 'b  c', 'd"e', 'f g']]],
    ["a ''", [['a', '']]],
    ['a "b\\\nc" \'d\\\ne\'', [['a', 'bc', 'd\\\ne']]],
    ['a;;b;', [['a'], ['b']]],
    ['a # b; c\nd', [['a'], ['d']]],
    ['a b#c', [['a', 'b#c']]],
    [`a '#' b`, [['a', '#', 'b']]],
    [`'#a' b; c`, [['c']]],
    ['', []],
  ])('%j', (text, commands) => expect(splitScript(text)).toEqual(commands));

  test.each([
    ['a "b', 'missing "'],
    ["a 'b", "missing '"],
    ['a \\', 'dangling \\'],
  ])('%j is refused', (text, message) => expect(() => splitScript(text)).toThrow(message));
});
