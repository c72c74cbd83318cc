import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

export interface Options {
  readonly corpus: string;
  readonly common: string;
  /** Empty: all. */
  readonly suites: readonly string[];
  readonly cases: string | undefined;
  readonly json: string | undefined;
  readonly emit: string | undefined;
  readonly gate: boolean;
  readonly record: boolean;
  readonly diff: boolean;
  readonly verbose: boolean;
  /** Seed of the clothes in which the inputs come; undefined: as they are. */
  readonly rearranged: number | undefined;
}

export const usage = `npm run conformance -- [OPTION]...

  --corpus DIR    the suites (default: ../shared/conformance)
  --common DIR    where paths that begin with common/ are looked up (default: the corpus)
  --suite NAME    only this suite; may be repeated
  --case GLOB     only the cases whose name matches
  --json FILE     write the totals and the names of the failed cases
  --emit FILE     write one JSON line a case: suite, case, outcome, error
  --no-gate       exit with 0 even when a suite falls below conformance/scores.json
  --record        raise conformance/scores.json to what passed
  --diff          show what differs in each failed case
  --rearranged    every XML input in other clothes: order and quotes of attributes, comments, white space, references
  --seed NUMBER   other clothes (default: 1)
  --verbose       show the errors of failed cases with their stacks
`;

export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      corpus: { type: 'string' },
      common: { type: 'string' },
      suite: { type: 'string', multiple: true, default: [] },
      case: { type: 'string' },
      json: { type: 'string' },
      emit: { type: 'string' },
      'no-gate': { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      diff: { type: 'boolean', default: false },
      rearranged: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const corpus = resolve(values.corpus ?? fileURLToPath(new URL('../../../shared/conformance', import.meta.url)));
  return {
    corpus,
    common: resolve(values.common ?? corpus),
    suites: values.suite,
    cases: values.case,
    json: values.json,
    emit: values.emit,
    gate: !values['no-gate'],
    record: values.record,
    diff: values.diff,
    verbose: values.verbose,
    rearranged: values.rearranged ? Number(values.seed) : undefined,
  };
}

/** Does a name match a pattern, in which `*` stands for any text and `?` for one character? */
export function matches(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}
