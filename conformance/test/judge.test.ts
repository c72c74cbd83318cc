import { afterEach, describe, expect, test } from '@jest/globals';
import { VirtError } from '@virtweave/core-util';
import type { Adapter } from '../src/adapter.ts';
import { runSuite, type CaseResult } from '../src/run-suite.ts';
import { oneSuite, type ManifestPart } from './small-corpus.ts';

const corpora: Disposable[] = [];
afterEach(() => {
  for (const corpus of corpora.splice(0)) corpus[Symbol.dispose]();
});

async function results(manifest: ManifestPart, files: Readonly<Record<string, unknown>>, adapter?: Adapter): Promise<CaseResult[]> {
  const corpus = oneSuite(manifest, files);
  corpora.push(corpus);
  const all: CaseResult[] = [];
  for await (const result of runSuite(corpus, corpus.suite('s'), adapter, () => true)) all.push(result);
  return all;
}

/** State of a suite's only case, whose outcome is given. */
async function verdict(expectations: Record<string, string>, testCase: object, outcome: object | Error, files: object = {}): Promise<string> {
  const adapter: Adapter = () => {
    if (outcome instanceof Error) throw outcome;
    return outcome as Record<string, unknown>;
  };
  const [result] = await results({ expectations, cases: [{ name: 'c', ...testCase }] }, { ...files }, adapter);
  return result?.state ?? 'none';
}

const refusal = new VirtError('VIR_ERR_XML_ERROR', 'wrong');

describe('texts', () => {
  const files = { 's/out': 'a \\\nb\n', 's/plain': 'a\n', 's/bare': 'a' };
  const against = (rule: string, expected: string, produced: unknown): Promise<string> =>
    verdict({ expected: rule }, { expected }, { expected: produced }, files);

  test.each([
    ['document', 'out', 'a b\n', 'passed'],
    ['document', 'out', 'a \\\nb\n', 'failed'],
    ['document', 'plain', 'a', 'passed'],
    ['document', 'plain', 'a ', 'failed'],
    ['document', 'plain', '', 'failed'],
    ['document', 'bare', 'a', 'failed'],
    ['raw', 'out', 'a \\\nb', 'passed'],
    ['raw', 'out', 'a b', 'failed'],
    ['strict', 'plain', 'a\n', 'passed'],
    ['strict', 'plain', 'a', 'failed'],
    ['strict', '<inline/>\n', '<inline/>\n', 'passed'],
    ['strict', '<inline/>\n', '<inline/>', 'failed'],
    ['document', 'plain', undefined, 'failed'],
    ['document', 'plain', ['a\n'], 'failed'],
  ])('%s against %j: %j has %s', async (rule, expected, produced, state) => {
    expect(await against(rule, expected, produced)).toBe(state);
  });

  test('lines that are to be ignored are dropped on both sides', async () => {
    const judged = (produced: string): Promise<string> =>
      verdict({ expected: 'filtered' }, { expected: 'f', ignoreLinesMatching: '^#' }, { expected: produced }, { 's/f': '# then\na\nb\n' });
    expect(await judged('a\n# now\nb\n')).toBe('passed');
    expect(await judged('a\nb\nc\n')).toBe('failed');
  });

  test('lists of files are compared one by one', async () => {
    const expected = [{ source: 'x', file: 'plain' }];
    const judged = (produced: unknown): Promise<string> => verdict({ expected: 'raw' }, { expected }, { expected: produced }, files);
    expect(await judged([{ source: 'x', file: 'a\n' }])).toBe('passed');
    expect(await judged(['a\n'])).toBe('passed');
    expect(await judged([{ source: 'y', file: 'a\n' }])).toBe('failed');
    expect(await judged([{ source: 'x', file: 'b\n' }])).toBe('failed');
    expect(await judged([])).toBe('failed');
  });
});

describe('values', () => {
  test.each([
    [1, 1, 'passed'],
    [1, '1', 'failed'],
    ['18446744073709551615', 18446744073709551615n, 'passed'],
    [null, undefined, 'passed'],
    [null, '', 'failed'],
    [false, undefined, 'failed'],
    [{ a: [1, 2] }, { a: [1, 2] }, 'passed'],
    [{ a: [1, 2] }, { a: [2, 1] }, 'failed'],
    [{ a: 1 }, { a: 1, b: 2 }, 'failed'],
    [{ bytesHex: 'ff00' }, Buffer.from([255, 0]), 'passed'],
  ])('%j against %p: %s', async (expected, produced, state) => {
    expect(await verdict({ value: 'value' }, { value: expected }, { value: produced })).toBe(state);
  });

  test('JSON is compared as JSON, without the keys that do not count', async () => {
    const judged = (produced: unknown): Promise<string> =>
      verdict({ expected: 'json' }, { expected: 'j', ignoredKeys: ['note'] }, { expected: produced }, { 's/j': { note: 1, a: [1], b: {} } });
    expect(await judged('{ "b": {}, "a": [1] }')).toBe('passed');
    expect(await judged({ a: [1], b: {}, note: 2 })).toBe('passed');
    expect(await judged('{ "b": {}, "a": [1')).toBe('failed');
    expect(await judged('{ "b": {}, "a": [2] }')).toBe('failed');
  });

  test('a field of a list is followed through case and outcome', async () => {
    const judged = (access: unknown): Promise<string> =>
      verdict({ 'access[].value': 'value' }, { access: [{ key: 'a', value: 1 }, { key: 'b' }] }, { access });
    expect(await judged([{ value: 1 }, { value: 2 }])).toBe('passed');
    expect(await judged([{ value: 2 }])).toBe('failed');
    expect(await judged(undefined)).toBe('failed');
  });

  test('what must not come out when formatMatches is false', async () => {
    const judged = (formatMatches: boolean, formatted: unknown): Promise<string> =>
      verdict({ formatted: 'value', formatMatches: 'value' }, { formatted: 'x', formatMatches }, { formatted });
    expect(await judged(true, 'x')).toBe('passed');
    expect(await judged(true, 'y')).toBe('failed');
    expect(await judged(false, 'y')).toBe('passed');
    expect(await judged(false, null)).toBe('passed');
    expect(await judged(false, 'x')).toBe('failed');
  });

  test('rules of one operation hold for that operation alone', async () => {
    const manifest: ManifestPart = {
      expectations: {},
      expectationsByOp: { masks: { network: 'value' } },
      cases: [
        { name: 'judged', op: 'masks', network: 'n' },
        { name: 'parameter', op: 'range', network: 'n' },
      ],
    };
    const seen: unknown[] = [];
    const states = await results(manifest, {}, (testCase) => {
      seen.push(testCase['network']);
      return { network: 'other' };
    });
    expect(states.map(({ state }) => state)).toEqual(['failed', 'not judged']);
    expect(seen).toEqual([undefined, 'n']);
  });
});

describe('failing', () => {
  const rules = { expect: 'outcome', expected: 'document' };
  const mustFail = { expect: 'parse-error', expected: null };

  test('an expected failure needs an error of ours', async () => {
    expect(await verdict(rules, mustFail, refusal)).toBe('passed');
    expect(await verdict(rules, mustFail, { expected: null })).toBe('failed');
    expect(await verdict(rules, mustFail, new TypeError('x is undefined'))).toBe('failed');
    expect(await verdict(rules, mustFail, new VirtError('VIR_ERR_NO_SUPPORT', 'not yet'))).toBe('failed');
    expect(await verdict(rules, { expect: 'unsupported', expected: null }, new VirtError('VIR_ERR_NO_SUPPORT'))).toBe('passed');
  });

  test('an unexpected one fails the case', async () => {
    expect(await verdict(rules, { expect: 'success', expected: 'f' }, refusal, { 's/f': '' })).toBe('failed');
    expect(await verdict({ expected: 'document' }, { expected: 'f' }, refusal, { 's/f': '' })).toBe('failed');
  });

  test('a refusal may count as well as the right outcome', async () => {
    const judged = (outcome: object | Error): Promise<string> =>
      verdict({ expected: 'document' }, { mayFail: true, expected: 'f' }, outcome, { 's/f': 'a\n' });
    expect(await judged(refusal)).toBe('passed');
    expect(await judged({ expected: 'a\n' })).toBe('passed');
    expect(await judged({ expected: 'b\n' })).toBe('failed');
    expect(await judged(new TypeError())).toBe('failed');
    expect(await verdict({ expected: 'document' }, { mayFail: true, expected: null }, { expected: null })).toBe('failed');
  });

  test('in a suite of errors the message is the outcome', async () => {
    const manifest: ManifestPart = { kind: 'domain-xml-error', expectations: { expected: 'document' }, cases: [{ name: 'c', expected: 'err' }] };
    const judged = async (message: string): Promise<unknown> =>
      (await results(manifest, { 's/err': 'XML error: wrong\n' }, () => Promise.reject(new VirtError('VIR_ERR_XML_ERROR', message))))[0]?.state;
    expect(await judged('wrong')).toBe('passed');
    expect(await judged('other')).toBe('failed');
  });

  test('a step may fail while the case goes on', async () => {
    const testCase = { steps: [{ action: 'a', expect: 'failure' }, { action: 'b', expect: 'success', expected: 'f' }] };
    const judged = (steps: unknown): Promise<string> =>
      verdict({ 'steps[].expect': 'outcome', 'steps[].expected': 'strict' }, testCase, { steps }, { 's/f': 'x\n' });
    expect(await judged([{ expect: 'failure' }, { expect: 'success', expected: 'x\n' }])).toBe('passed');
    expect(await judged([{ expect: 'success' }, { expect: 'success', expected: 'x\n' }])).toBe('failed');
    expect(await judged([{ expect: 'failure' }, { expect: 'success', expected: 'y\n' }])).toBe('failed');
  });

  test('a suite without an adapter fails in full', async () => {
    const cases = [{ name: 'a', value: 1 }, { name: 'b', expect: 'parse-error', value: null }];
    expect((await results({ expectations: { value: 'value' }, cases }, {})).map(({ state }) => state)).toEqual(['failed', 'failed']);
  });

  test('a case without expectations is run and not judged', async () => {
    const [result] = await results({ expectations: { expected: 'document' }, cases: [{ name: 'a', input: 'x' }] }, {}, () => ({ expected: 'y' }));
    expect(result).toMatchObject({ state: 'not judged', outcome: { expected: 'y' } });
  });
});

describe('what an adapter sees', () => {
  test('the case without anything that tells the answer', async () => {
    const testCase = {
      name: 'a',
      input: 'in',
      expected: 'out',
      expectedIsInput: false,
      expect: 'success',
      mayFail: false,
      steps: [{ action: 'x', expect: 'success', expected: 'out', mustDifferFrom: 'in' }],
      access: [{ key: 'k', value: 1 }],
      inner: { value: 1, expect: 'kept' },
    };
    let seen: unknown;
    await results({ expectations: { expected: 'raw', 'access[].value': 'value' }, cases: [testCase] }, {}, (visible) => {
      seen = visible;
      return {};
    });
    expect(seen).toEqual({ name: 'a', input: 'in', steps: [{ action: 'x' }], access: [{ key: 'k' }], inner: { value: 1, expect: 'kept' } });
  });

  test('its input, but no expected file', async () => {
    const cases = [
      { name: 'own', input: 'in', expected: 'out' },
      { name: 'both', input: 'same', expected: 'same' },
      { name: 'chained', input: 'out2', expected: 'out3' },
      { name: 'chain', input: 'in', expected: 'out2' },
    ];
    const files = { 's/in': 'i', 's/out': 'o', 's/same': 's', 's/out2': '2', 's/out3': '3', 'common/x': 'c' };
    const tried: Record<string, string> = {};
    await results({ expectations: { expected: 'raw' }, cases }, files, async (testCase, { read, readBytes, path }) => {
      let readable = '';
      for (const name of ['in', 'out', 'same', 'out2', 'out3', 'common/x', '../s/in', '/etc/hostname', 'common/../s/out']) {
        const text = await read(name).catch(() => '-');
        const bytes = await readBytes(name).then(String, () => '-');
        expect(bytes).toBe(text);
        readable += text;
      }
      expect(() => path('out')).toThrow('must not read it');
      tried[testCase['name'] as string] = readable;
      return {};
    });
    expect(tried).toEqual({ own: 'i-s2-c---', both: 'i-s2-c---', chained: 'i-s2-c---', chain: 'i-s--c---' });
  });
});
