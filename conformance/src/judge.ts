import { readFileSync } from 'node:fs';
import { isVirtError } from '@virtweave/core-util';
import { compareField, type CompareOptions, type Difference } from './compare.ts';
import type { Case, Corpus, Suite } from './corpus.ts';
import { expectationsOf, withImplied, type Expectation } from './expectations.ts';

/** What running a case came to: an outcome, or an error; in a suite of errors both. */
export interface Run {
  readonly outcome: Readonly<Record<string, unknown>> | null;
  readonly error: unknown;
}

export interface Verdict {
  readonly state: 'passed' | 'failed' | 'not judged';
  readonly differences: readonly Difference[];
}

const passed: Verdict = { state: 'passed', differences: [] };
const failed = (...differences: Difference[]): Verdict => ({ state: 'failed', differences });

/** The one comparator of all suites. */
export function judge(corpus: Corpus, suite: Suite, original: Case, run: Run): Verdict {
  const testCase = withImplied(suite, original);
  const expectations = expectationsOf(suite, testCase);
  if (expectations.length === 0 && !('mayFail' in testCase)) return { state: 'not judged', differences: [] };

  if (run.outcome === null) return judgeError(testCase, run.error);
  if (mustFail(testCase)) return failed({ field: 'expect', message: `${String(testCase['expect'] ?? 'failure')} was expected, but it succeeded` });

  const { outcome } = run;
  const options = compareOptions(corpus, suite, testCase);
  const differences = expectations.flatMap((expectation) => judgeField(testCase, expectation, outcome, options));
  differences.push(...mustDiffer(testCase, outcome, options));
  return differences.length === 0 ? passed : failed(...differences);
}

/** Where a refusal is allowed and no file says what else to expect, nothing but a refusal is right. */
const mustFail = (testCase: Case): boolean =>
  (testCase['expect'] ?? 'success') !== 'success' || (testCase['mayFail'] === true && testCase['expected'] === null);

/** Only an error of ours is a refusal. Anything else is a defect, and so is "not supported" where the format is at fault. */
function judgeError(testCase: Case, error: unknown): Verdict {
  const refused = isVirtError(error) && (testCase['expect'] === 'unsupported' || !isVirtError(error, 'VIR_ERR_NO_SUPPORT'));
  if (refused && (mustFail(testCase) || testCase['mayFail'] === true)) return passed;
  const message = error instanceof Error ? `${isVirtError(error) ? error.code : error.name}: ${error.message}` : String(error);
  return failed({ field: 'error', message });
}

function compareOptions(corpus: Corpus, suite: Suite, testCase: Case): CompareOptions {
  const ignoredKeys = testCase['ignoredKeys'] as readonly string[] | undefined;
  const ignoreLinesMatching = testCase['ignoreLinesMatching'] as string | undefined;
  return {
    file: (text) => (corpus.isFile(suite.name, text) ? readFileSync(corpus.path(suite.name, text), 'utf8') : undefined),
    ...(ignoredKeys === undefined ? {} : { ignoredKeys }),
    ...(ignoreLinesMatching === undefined ? {} : { ignoreLinesMatching }),
  };
}

function judgeField(testCase: Case, { field, rule }: Expectation, outcome: Readonly<Record<string, unknown>>, options: CompareOptions): Difference[] {
  if (rule === 'outcome' && field === 'expect') return [];
  // `formatMatches: false` says that `formatted` is what must not come out.
  if (field === 'formatMatches' || (field === 'formatted' && 'formatMatches' in testCase)) {
    return field === 'formatMatches' ? formatMatches(testCase, outcome) : [];
  }
  const compare = (at: string, expected: unknown, actual: unknown): Difference[] => {
    if (rule === 'outcome') return outcomes(at, expected, actual);
    const special = field === 'expectedDeviceMap' ? { ...options, trimmed: true } : options;
    const difference = compareField(at, rule, expected, actual, special);
    return difference === undefined ? [] : [difference];
  };
  return descend(testCase, outcome, field.split('.'), '', compare);
}

function formatMatches(testCase: Case, outcome: Readonly<Record<string, unknown>>): Difference[] {
  const matches = outcome['formatted'] === testCase['formatted'];
  if (matches === testCase['formatMatches']) return [];
  const message = `must ${matches ? 'not ' : ''}be ${String(testCase['formatted'])}`;
  return [{ field: 'formatted', message, expected: String(testCase['formatted']), actual: String(outcome['formatted']) }];
}

/** Steps whose failure must have left its mark on the document. */
function mustDiffer(testCase: Case, outcome: Readonly<Record<string, unknown>>, options: CompareOptions): Difference[] {
  const { steps } = testCase as { steps?: readonly { mustDifferFrom?: string }[] };
  const produced = outcome['steps'] as readonly { expected?: unknown }[] | undefined;
  return (steps ?? []).flatMap(({ mustDifferFrom }, i) => {
    if (mustDifferFrom === undefined || options.file(mustDifferFrom) !== produced?.[i]?.expected) return [];
    return [{ field: `steps[${i}].expected`, message: `must differ from ${mustDifferFrom}` }];
  });
}

function outcomes(field: string, expected: unknown, actual: unknown): Difference[] {
  const wanted = (expected ?? 'success') === 'success';
  if (((actual ?? 'success') === 'success') === wanted) return [];
  return [{ field, message: `${String(expected)} was expected, ${String(actual ?? 'success')} came out` }];
}

/** Follows a path such as `steps[].expected` through case and outcome alike. */
function descend(
  expected: unknown,
  actual: unknown,
  path: readonly string[],
  at: string,
  compare: (at: string, expected: unknown, actual: unknown) => Difference[],
): Difference[] {
  const [head, ...rest] = path;
  if (head === undefined) return compare(at, expected, actual);
  const list = head.endsWith('[]');
  const key = list ? head.slice(0, -2) : head;
  const where = at === '' ? key : `${at}.${key}`;
  if (typeof expected !== 'object' || expected === null || !Object.hasOwn(expected, key)) return [];
  const wanted = (expected as Record<string, unknown>)[key];
  const produced = typeof actual === 'object' && actual !== null ? (actual as Record<string, unknown>)[key] : undefined;
  if (!list) return descend(wanted, produced, rest, where, compare);
  if (!Array.isArray(wanted)) return [];
  const items = Array.isArray(produced) ? (produced as unknown[]) : [];
  return wanted.flatMap((item, i) => descend(item, items[i], rest, `${where}[${i}]`, compare));
}
