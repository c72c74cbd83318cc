import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { unifiedDiff } from '../src/diff.ts';
import { matches } from '../src/options.ts';
import { fallen, raiseRecord, readScores, risen } from '../src/scores.ts';
import { oneSuite, smallCorpus } from './small-corpus.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function conformance(...args: string[]): { status: number | null; lines: string[] } {
  const program = [join(root, 'scripts/run-workspace.mjs'), join(root, 'conformance/src/main.ts')];
  const { status, stdout } = spawnSync(process.execPath, [...program, ...args], { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

test('a run prints its scores and writes what it is asked for', () => {
  using corpus = oneSuite({ expectations: { value: 'value' }, cases: [{ name: 'a/1', value: 1 }, { name: 'b', value: 1 }, { name: 'unjudged' }] });
  const json = join(corpus.folder, 'scores');
  const emit = join(corpus.folder, 'outcomes');
  const { status, lines } = conformance('--corpus', corpus.folder, '--json', json, '--emit', emit);
  expect(lines).toEqual(['s 0/2', '0 passed, 2 failed']);
  expect(status).toBe(0);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual({ suites: { s: { total: 2, passed: 0, failed: ['a/1', 'b'] } } });
  const emitted = readFileSync(emit, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
  expect(emitted).toHaveLength(3);
  expect(emitted[0]).toEqual({ suite: 's', case: 'a/1', outcome: null, error: { code: null, message: 'suite s has no adapter' } });
});

test('an absent corpus is said and is no failure', () => {
  const { status, lines } = conformance('--corpus', '/nonexistent/corpus');
  expect(lines).toEqual(['conformance: no corpus at /nonexistent/corpus, nothing to compare with']);
  expect(status).toBe(0);
});

test('a suite below its record closes the gate, and a record only rises', () => {
  using folder = smallCorpus({ 'scores.json': { a: 3, b: 5 } });
  const file = join(folder.folder, 'scores.json');
  expect(fallen(readScores(file), { a: 2, b: 5, c: 1 })).toEqual([{ suite: 'a', recorded: 3, passed: 2 }]);
  expect(risen(readScores(file), { a: 2, b: 6, c: 1 })).toEqual(['b', 'c']);
  raiseRecord(file, { a: 2, b: 6, c: 1, d: 0 });
  expect(readScores(file)).toEqual({ a: 3, b: 6, c: 1 });
  writeFileSync(file, '{}');
  expect(fallen(readScores(file), { a: 0 })).toEqual([]);
});

const shared = fileURLToPath(new URL('../../../shared/conformance', import.meta.url));

(existsSync(shared) ? test : test.skip)('some suites in other clothes give what they gave before', () => {
  const suites = ['generic-xml2xml', 'network-xml2xml', 'nwfilter-xml2xml', 'storage-pool-xml2xml', 'nodedev-xml2xml', 'interface-xml2xml'];
  const { status, lines } = conformance('--rearranged', '--seed', '20', ...suites.flatMap((suite) => ['--suite', suite]));
  expect(lines.at(-1)).toMatch(/^[1-9]\d+ passed, 0 failed$/);
  expect(status).toBe(0);
});

test('patterns of case names', () => {
  expect(matches('a/*.x', 'a/b/c.x')).toBe(true);
  expect(matches('a/*.x', 'a/b/cyx')).toBe(false);
  expect(matches('b+[1]?', 'b+[1]!')).toBe(true);
});

test('a diff shows changed lines and three around them', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `line ${i}`);
  const changed = lines.map((line, i) => (i === 5 ? 'other' : line)).filter((_, i) => i !== 7);
  expect(unifiedDiff(lines.join('\n'), changed.join('\n')).split('\n')).toEqual([
    '--- expected',
    '+++ produced',
    '@@ line 3 @@',
    ' line 2',
    ' line 3',
    ' line 4',
    '-line 5',
    '+other',
    ' line 6',
    '-line 7',
    ' line 8',
    ' line 9',
    ' line 10',
  ]);
  expect(unifiedDiff('a', 'a').split('\n')).toHaveLength(2);
});
