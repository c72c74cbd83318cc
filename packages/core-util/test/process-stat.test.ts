import { expect, test } from '@jest/globals';
import { isDead, parseProcessStat } from '../src/host/process-stat.ts';

const tail = '1 2 2 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 987654321012 5000 100';

test.each(['sleep', 'a b', 'x) S 1 2 (y', ') Z 1', '((', 'ä\n)'])('the name %p does not move the fields', (name) => {
  expect(parseProcessStat(`4711 (${name}) S ${tail}\n`)).toEqual({ pid: 4711, state: 'S', parent: 1, startTime: '987654321012' });
});

test('what is not such a line is not taken for one', () => {
  for (const text of ['', '12', '12 (a) S 1 2', 'x (a) S ' + tail, '12 (a) S 1 ' + 'x '.repeat(30)]) {
    expect(parseProcessStat(text)).toBeUndefined();
  }
});

test('zombies are dead', () => {
  expect(isDead({ pid: 1, state: 'Z', parent: 1, startTime: '1' })).toBe(true);
  expect(isDead({ pid: 1, state: 'D', parent: 1, startTime: '1' })).toBe(false);
});
