import { isVirtError } from '@virtweave/core-util';
import type { Adapter } from './adapter.ts';
import { caseFiles } from './case-files.ts';
import type { Case, Corpus, Suite } from './corpus.ts';
import { ExpectedFiles, withoutExpectations } from './expectations.ts';
import { rearranged } from './rearrange.ts';
import { judge, type Run, type Verdict } from './judge.ts';

export interface CaseResult extends Run, Verdict {
  readonly name: string;
}

/** A case that takes longer is taken to hang. */
const caseTimeout = 60_000;

/**
 * Runs the cases of a suite one after the other. Without an adapter all of them fail.
 *
 * @param seed rearranges the XML inputs
 */
export async function* runSuite(
  corpus: Corpus,
  suite: Suite,
  adapter: Adapter | undefined,
  wanted: (name: string) => boolean,
  seed?: number,
): AsyncGenerator<CaseResult> {
  const expectedFiles = new ExpectedFiles(corpus, suite);
  for (const testCase of suite.cases) {
    if (!wanted(testCase.name)) continue;
    const run = adapter === undefined ? noAdapter(suite) : await runCase(corpus, suite, testCase, adapter, expectedFiles, seed);
    yield { name: testCase.name, ...run, ...judge(corpus, suite, testCase, run) };
  }
}

const noAdapter = (suite: Suite): Run => ({ outcome: null, error: new Error(`suite ${suite.name} has no adapter`) });

async function runCase(
  corpus: Corpus,
  suite: Suite,
  testCase: Case,
  adapter: Adapter,
  expected: ExpectedFiles,
  seed: number | undefined,
): Promise<Run> {
  const dress = (text: string): string => (seed === undefined ? text : rearranged(text, seed));
  const visible = withoutExpectations(suite, testCase);
  const files = caseFiles(corpus, suite.name, expected.hiddenFrom(testCase), dress);
  let timer: NodeJS.Timeout | undefined;
  try {
    const result = adapter(visible, files);
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no outcome within ${caseTimeout / 1000} s`)), caseTimeout);
    });
    return { outcome: await Promise.race([result, timeout]), error: null };
  } catch (error) {
    // Where the error is what the suite is about, its message is the outcome too.
    const isOutcome = suite.kind === 'domain-xml-error' && isVirtError(error);
    return { outcome: isOutcome ? { expected: `${error.libvirtMessage}\n` } : null, error: error ?? new Error('undefined was thrown') };
  } finally {
    clearTimeout(timer);
  }
}
