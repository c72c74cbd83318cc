import { expect, test } from '@jest/globals';
import { columnsOf, table } from '../src/table.ts';

test('columns are as wide as their widest cell, and lines do not end in blanks', () => {
  expect(table(['Id', 'Name'], [['1', 'a'], ['-', 'longer']])).toBe(' Id   Name\n--------------\n 1    a\n -    longer\n');
});

test('quiet: rows only, and their width alone counts', () => {
  expect(table(['Id', 'Name'], [['1', 'a']], true)).toBe(' 1   a\n');
});

test('wide characters take two columns, combining ones none', () => {
  expect(columnsOf('日本')).toBe(4);
  expect(columnsOf('e\u0301')).toBe(1);
});

test('control characters do not reach the terminal', () => {
  expect(table(['Name'], [['a\u001b[2J']], true)).toBe(' a\\x1b[2J\n');
});
