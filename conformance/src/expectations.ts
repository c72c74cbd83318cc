import type { Case, Corpus, Rule, Suite } from './corpus.ts';

/** One field of a case that is judged. */
export interface Expectation {
  /** As in the manifest: `expected`, `steps[].expected`. */
  readonly field: string;
  readonly rule: Rule;
}

/** Keys that tell the answer, or how it will be judged, besides those that the manifest names. */
const telling: ReadonlySet<string> = new Set(['expect', 'expectedIsInput', 'mayFail', 'mustDifferFrom', 'note', 'phase']);

/** What follows from the operation alone, where the manifest writes no expectation. By suite and operation. */
const implied: Readonly<Record<string, (testCase: Case) => Readonly<Record<string, unknown>>>> = {
  'bitmap/parse-error': () => ({ expect: 'failure' }),
  'bitmap/hex-round-trip': ({ input }) => ({ formatted: input }),
  'qemu-block/source-xml-json-xml': ({ xml }) => ({ expected: xml }),
};

/** Rules that the manifest leaves out. By suite and operation. */
const impliedRules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  'qemu-block/source-xml-json-xml': { expected: 'strict' },
  'qemu-block/bitmap-validate': { valid: 'value' },
};

const operation = (suite: Suite, testCase: Case): string => `${suite.name}/${String(testCase['op'])}`;

function rulesOf(suite: Suite, testCase: Case): Readonly<Record<string, Rule>> {
  const byOp = suite.expectationsByOp[String(testCase['op'])];
  return { ...suite.expectations, ...byOp, ...impliedRules[operation(suite, testCase)] };
}

/** The case with the expectations that its operation implies. */
export function withImplied(suite: Suite, testCase: Case): Case {
  return { ...implied[operation(suite, testCase)]?.(testCase), ...testCase };
}

/** The fields of a case that are to be judged; none when the case came without expectations. */
export function expectationsOf(suite: Suite, testCase: Case): Expectation[] {
  const found: Expectation[] = [];
  for (const [field, rule] of Object.entries(rulesOf(suite, testCase))) {
    if (has(testCase, field.split('.'))) found.push({ field, rule });
  }
  if ('expect' in testCase && !found.some(({ field }) => field === 'expect')) found.push({ field: 'expect', rule: 'outcome' });
  return found;
}

function has(value: unknown, path: readonly string[]): boolean {
  const [head, ...rest] = path;
  if (head === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const list = head.endsWith('[]');
  const key = list ? head.slice(0, -2) : head;
  if (!Object.hasOwn(value, key)) return false;
  const inner = (value as Record<string, unknown>)[key];
  return list ? Array.isArray(inner) && inner.some((item) => has(item, rest)) : has(inner, rest);
}

/** The case as an adapter may see it. */
export function withoutExpectations(suite: Suite, testCase: Case): Case {
  const paths = Object.keys(rulesOf(suite, testCase));
  return strip(testCase, '', new Set(paths)) as Case;
}

function strip(value: unknown, at: string, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, `${at}[]`, hidden));
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const path = at === '' ? key : `${at}.${key}`;
    // Keys of a level that the manifest judges; deeper ones are parameters with names of their own.
    const judged = at === '' || at.endsWith('[]');
    if (hidden.has(path) || (judged && (telling.has(key) || key.startsWith('expected')))) continue;
    kept[key] = strip(inner, path, hidden);
  }
  return kept;
}

/** Files that hold expected output of a suite. */
export class ExpectedFiles {
  readonly #corpus: Corpus;
  readonly #suite: Suite;
  /** What is only ever expected, and input of no case. */
  readonly #hidden: Set<string>;

  constructor(corpus: Corpus, suite: Suite) {
    this.#corpus = corpus;
    this.#suite = suite;
    this.#hidden = new Set(suite.cases.flatMap((testCase) => [...this.#expected(testCase)]));
    for (const testCase of suite.cases) for (const file of this.#inputs(testCase)) this.#hidden.delete(file);
  }

  /** The files that a case must not read: what is only ever expected, and its own expectations. */
  hiddenFrom(testCase: Case): (absolute: string) => boolean {
    const own = this.#expected(testCase);
    return (absolute) => own.has(absolute) || this.#hidden.has(absolute);
  }

  #inputs(testCase: Case): Set<string> {
    return this.#files(withoutExpectations(this.#suite, testCase));
  }

  #expected(testCase: Case): Set<string> {
    const inputs = this.#inputs(testCase);
    return new Set([...this.#files(testCase)].filter((file) => !inputs.has(file)));
  }

  #files(value: unknown, found: Set<string> = new Set()): Set<string> {
    if (typeof value === 'string') {
      if (this.#corpus.isFile(this.#suite.name, value)) found.add(this.#corpus.path(this.#suite.name, value));
    } else if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) this.#files(inner, found);
    }
    return found;
  }
}
