import { describe, expect, test } from '@jest/globals';
import { quote, renderCommand, renderCommands } from '../src/render-command.ts';

describe('a rendered command', () => {
  const lines = (args: string[]): string => renderCommand({ program: '/bin/x', arguments: args });

  test('writes the environment first, a line each', () => {
    expect(renderCommand({ environment: [['A', '1'], ['B', 'x y']], program: 'x', arguments: ['-S'] })).toBe("A=1 \\\nB='x y' \\\nx \\\n-S\n");
  });

  test('starts a line with each option and keeps its value behind it', () => {
    expect(lines(['-name', 'guest', '-S'])).toBe('/bin/x \\\n-name guest \\\n-S\n');
  });

  test('gives arguments before the first option lines of their own', () => {
    expect(lines(['create', 'twice', '-f', 'raw'])).toBe('/bin/x \\\ncreate \\\ntwice \\\n-f raw\n');
  });

  test('keeps only the first value of the last option on its line', () => {
    expect(lines(['-a', '1', '2', '-b', '3', '4', '5'])).toBe('/bin/x \\\n-a 1 2 \\\n-b 3 \\\n4 \\\n5\n');
  });

  test('puts everything on lines of its own without any option', () => {
    expect(lines(['a', 'b'])).toBe('/bin/x \\\na \\\nb\n');
  });

  test('quotes what a shell would change, and nothing else', () => {
    expect(['', 'a,b=c/d:e@f%g+h', '{"a":1}', "it's", 'a\tb', 'x~', 'x\\y'].map(quote)).toEqual([
      "''",
      'a,b=c/d:e@f%g+h',
      `'{"a":1}'`,
      "'it'\\''s'",
      "'a\tb'",
      "'x~'",
      "'x\\y'",
    ]);
  });

  test('ends each of several commands with a newline', () => {
    expect(renderCommands([{ program: 'a', arguments: [] }, { program: 'b', arguments: ['-c'] }])).toBe('a\nb \\\n-c\n');
  });
});
