import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { identify } from '../src/host/local/processes.ts';
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

test('a zombie whose other threads live is no dead process', () => {
  const proc = mkdtempSync(join(tmpdir(), 'proc-'));
  try {
    const put = (pid: number, state: string, ...threads: number[]): void => {
      for (const thread of threads) mkdirSync(join(proc, `${pid}/task/${thread}`), { recursive: true });
      writeFileSync(join(proc, `${pid}/stat`), `${pid} (qemu) ${state} ${tail}\n`);
    };
    put(10, 'S', 10, 11);
    put(20, 'Z', 20, 21);
    put(30, 'Z', 30);
    put(40, 'X', 40);
    expect([10, 20, 30, 40, 50].map((pid) => identify(pid, proc)?.pid)).toEqual([10, 20, undefined, undefined, undefined]);
  } finally {
    rmSync(proc, { recursive: true });
  }
});
