// npm test: everything, in a clone that has nothing but Node.
//   npm test [-- STAGE... [--full] [-- JEST_ARGUMENT...]]
// Stages: typecheck lint generated unit node conformance integration endurance pack. Without any: all, and of endurance a twentieth.
// The last line is `N passed, N failed, N skipped`. With CI set, what is skipped has failed.
import { parseArgs } from 'node:util';
import { say } from './setup/run.mjs';
import { prepare } from './test/prepare.mjs';
import { addCounts, noCounts } from './test/counts.mjs';
import { stages } from './test/stages.mjs';

const args = process.argv.slice(2);
const split = args.includes('--') ? args.indexOf('--') : args.length;
const { values, positionals } = parseArgs({
  args: args.slice(0, split),
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(stages, name));
if (unknown.length > 0) {
  say(`No such stage: ${unknown.join(', ')}. Stages: ${Object.keys(stages).join(' ')}`);
  process.exit(2);
}

const wanted = positionals.length > 0 ? positionals : Object.keys(stages);
const context = { scale: values.full ? 1 : 0.05, jestArguments: args.slice(split + 1) };
let total = noCounts;
const summary = [];

await prepare(wanted);
for (const name of wanted) {
  say(`\n--- ${name}`);
  const begin = performance.now();
  let counts;
  try {
    counts = await stages[name](context);
  } catch (error) {
    say(error.stack);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  total = addCounts(total, counts);
  summary.push(`${name.padEnd(12)} ${described(counts)} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
}

const isFailure = total.failed > 0 || (Boolean(process.env.CI) && total.skipped > 0);
console.log(`\n${summary.join('\n')}`);
if (process.env.CI && total.skipped > 0) console.log('In CI what is skipped has failed.');
console.log(described(total));
process.exitCode = isFailure ? 1 : 0;

function described({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
