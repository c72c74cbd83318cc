import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { isVirtError } from '@virtweave/core-util';
import { loadAdapter, type Adapter } from './adapter.ts';
import { plain } from './compare.ts';
import { Corpus } from './corpus.ts';
import { unifiedDiff } from './diff.ts';
import { matches, readOptions, usage, type Options } from './options.ts';
import { runSuite, type CaseResult } from './run-suite.ts';
import { fallen, raiseRecord, readScores, risen } from './scores.ts';

interface SuiteTotals {
  total: number;
  passed: number;
  readonly failed: string[];
}

const scoresFile: URL = new URL('../scores.json', import.meta.url);

async function main(options: Options): Promise<number> {
  const corpus = new Corpus(options.corpus, options.common);
  if (!corpus.exists) {
    console.log(`conformance: no corpus at ${options.corpus}, nothing to compare with`);
    return 0;
  }
  const known = corpus.suiteNames();
  const unknown = options.suites.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`no such suite: ${unknown.join(', ')}\nsuites: ${known.join(' ')}`);
    return 2;
  }

  const emit = options.emit === undefined ? undefined : openSync(options.emit, 'w');
  const totals: Record<string, SuiteTotals> = {};
  for (const name of options.suites.length > 0 ? options.suites : known) {
    const counted: SuiteTotals = { total: 0, passed: 0, failed: [] };
    const wanted = (caseName: string): boolean => options.cases === undefined || matches(options.cases, caseName);
    for await (const result of runSuite(corpus, corpus.suite(name), await adapterOf(name), wanted, options.rearranged)) {
      if (emit !== undefined) writeSync(emit, emitted(name, result));
      count(counted, result);
      if (result.state === 'failed' && (options.diff || options.verbose)) console.log(explained(name, result, options));
    }
    totals[name] = counted;
    console.log(`${name} ${counted.passed}/${counted.total}`);
  }
  if (emit !== undefined) closeSync(emit);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ suites: totals }, null, 2)}\n`);

  const status = checkRecord(totals, options);
  const sum = (key: (of: SuiteTotals) => number): number => Object.values(totals).reduce((n, of) => n + key(of), 0);
  console.log(`${sum((of) => of.passed)} passed, ${sum((of) => of.failed.length)} failed`);
  return status;
}

/** An adapter that cannot be loaded counts as absent, but not silently. */
async function adapterOf(suite: string): Promise<Adapter | undefined> {
  try {
    return await loadAdapter(suite);
  } catch (error) {
    console.error(`the adapter of ${suite} does not load:`, error);
    return undefined;
  }
}

function count(totals: SuiteTotals, { name, state }: CaseResult): void {
  if (state === 'not judged') return;
  totals.total++;
  if (state === 'passed') totals.passed++;
  else totals.failed.push(name);
}

function emitted(suite: string, { name, outcome, error }: CaseResult): string {
  const shown = error === null ? null : { code: isVirtError(error) ? error.code : null, message: messageOf(error) };
  return `${JSON.stringify({ suite, case: name, outcome: plain(outcome), error: shown })}\n`;
}

/** The message as libvirt has it, without what we add about the place. */
function messageOf(error: unknown): string {
  if (isVirtError(error)) return error.libvirtMessage;
  return error instanceof Error ? error.message : String(error);
}

function explained(suite: string, { name, differences, error }: CaseResult, options: Options): string {
  const lines = [`\n=== ${suite}: ${name}`];
  for (const { field, message, expected, actual } of differences) {
    lines.push(`${field}: ${message}`);
    if (options.diff && expected !== undefined && actual !== undefined) lines.push(unifiedDiff(expected, actual));
  }
  if (options.verbose && error instanceof Error) lines.push(error.stack ?? error.message);
  return lines.join('\n');
}

function checkRecord(totals: Readonly<Record<string, SuiteTotals>>, options: Options): number {
  // Part of a suite says nothing about its score.
  if (options.cases !== undefined) return 0;
  const scores = Object.fromEntries(Object.entries(totals).map(([name, { passed }]) => [name, passed]));
  const record = readScores(scoresFile);
  const below = fallen(record, scores);
  for (const { suite, recorded, passed } of below) console.log(`${suite} fell from ${recorded} to ${passed}`);
  const above = risen(record, scores);
  if (options.record && options.rearranged === undefined) raiseRecord(scoresFile, scores);
  else if (above.length > 0 && options.gate) console.log(`above the record (raise it with --record): ${above.join(', ')}`);
  return below.length > 0 && options.gate ? 1 : 0;
}

const options = readOptions(process.argv.slice(2));
if (options === 'help') console.log(usage);
else process.exitCode = await main(options);
