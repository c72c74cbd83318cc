import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commandLine } from './benchmarks/command-line.ts';
import { documents } from './benchmarks/documents.ts';
import { guestStart } from './benchmarks/guest-start.ts';
import { list } from './benchmarks/list.ts';
import { load } from './benchmarks/load.ts';
import { manyDomains } from './benchmarks/many-domains.ts';
import { roundTrip } from './benchmarks/round-trip.ts';
import { startUp } from './benchmarks/start-up.ts';
import { xmlReaders } from './benchmarks/xml-readers.ts';
import { xmlSize } from './benchmarks/xml-size.ts';
import { Skipped, type Benchmark } from './harness/benchmark.ts';
import { formatTable, isMissed, ratioOf, type ReportedFigure } from './harness/report.ts';

const benchmarks: readonly Benchmark[] = [documents, xmlReaders, xmlSize, startUp, list, manyDomains, guestStart, commandLine, roundTrip, load];

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const unknown = wanted.filter((name) => !benchmarks.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}`);
  process.exitCode = 2;
} else if (options.list) {
  for (const { name, title } of benchmarks) console.log(`${name.padEnd(16)}${title}`);
} else await run(benchmarks.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));

async function run(selected: readonly Benchmark[]): Promise<void> {
  const note = (line: string): void => console.error(line);
  const figures: ReportedFigure[] = [];
  let failed = 0;
  for (const { name, title, run } of selected) {
    note(`${name}: ${title}`);
    try {
      for (const figure of await run({ quick: options.quick, note })) figures.push({ benchmark: name, ...figure });
    } catch (error) {
      if (error instanceof Skipped) note(`${name}: SKIPPED: ${error.message}`);
      else {
        failed += 1;
        console.error(`${name}: FAILED:`, error);
      }
    }
  }
  console.log(formatTable(figures));
  if (options.json !== undefined) {
    const records = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), missed: isMissed(figure) }));
    writeFileSync(options.json, `${JSON.stringify(records, null, 2)}\n`);
  }
  if (failed > 0 || (options.check && figures.some(isMissed))) process.exitCode = 1;
}
