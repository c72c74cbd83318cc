import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { shellCommand, shellQuote } from '../src/host/shell-quote.ts';

test('whatever the words are, a shell gives them back', () => {
  const words = ['', 'a b', `it's`, `''`, '$HOME `id` $(id)', '"', '\\', '*', '~', '; rm x', 'a\nb', '-n', '!x', '#', 'ä€', '\t', '%s'];
  for (let code = 1; code < 128; code += 1) words.push(`x${String.fromCharCode(code)}y`);
  const said = execFileSync('/bin/sh', ['-c', `${shellCommand(['printf', '%s\\0', ...words])}`]).toString();
  expect(said.split('\0').slice(0, -1)).toEqual(words);
});

test('NUL is refused', () => {
  expect(() => shellQuote('a\0b')).toThrow('NUL character');
});
