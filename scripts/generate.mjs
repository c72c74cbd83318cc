// npm run generate [-- [--check] [GENERATOR...]]: runs the generators in scripts/generate, all of them or those named.
// With --check nothing is written: the exit status is 1 when a file is no longer as it would be written.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { factsFolder } from './generate/facts.mjs';
import { checkOnly } from './generate/output.mjs';

const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean', default: false } } });
const helpers = ['facts', 'output', 'contract-families', 'rpc-types'];

if (!existsSync(factsFolder)) {
  console.log(`There are no facts about libvirt at ${factsFolder}: nothing is generated.`);
  process.exit(values.check ? 0 : 1);
}
const stale = values.check ? checkOnly() : [];
const folder = new URL('./generate/', import.meta.url);
for (const file of (await readdir(folder)).sort()) {
  const name = file.replace(/\.mjs$/, '');
  if (helpers.includes(name) || (wanted.length > 0 && !wanted.includes(name))) continue;
  await import(new URL(file, folder));
}
if (stale.length > 0) {
  console.log(`Not as \`npm run generate\` would write them:\n${stale.map((path) => `  ${path}`).join('\n')}`);
  process.exitCode = 1;
}
