import { readFileSync, writeFileSync } from 'node:fs';

/** Suite to the number of cases that pass. */
export type Scores = Readonly<Record<string, number>>;

export function readScores(file: URL | string): Scores {
  return JSON.parse(readFileSync(file, 'utf8')) as Scores;
}

/** Suites that pass fewer cases than recorded. */
export function fallen(record: Scores, scores: Scores): { suite: string; recorded: number; passed: number }[] {
  return Object.entries(scores)
    .map(([suite, passed]) => ({ suite, recorded: record[suite] ?? 0, passed }))
    .filter(({ recorded, passed }) => passed < recorded);
}

/** Suites that pass more cases than recorded. */
export function risen(record: Scores, scores: Scores): string[] {
  return Object.keys(scores).filter((suite) => (scores[suite] ?? 0) > (record[suite] ?? 0));
}

/** Writes the higher of record and score for each suite: a record only rises. */
export function raiseRecord(file: URL | string, scores: Scores): void {
  const record = readScores(file);
  const names = [...new Set([...Object.keys(record), ...Object.keys(scores)])].sort();
  const raised = names.map((name) => [name, Math.max(record[name] ?? 0, scores[name] ?? 0)] as const);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(raised.filter(([, passed]) => passed > 0)), null, 2)}\n`);
}
