// Runs every generator in scripts/generate, or those named on the command line.
import { readdir } from 'node:fs/promises';

const wanted = process.argv.slice(2);
const folder = new URL('./generate/', import.meta.url);
for (const file of (await readdir(folder)).sort()) {
  const name = file.replace(/\.mjs$/, '');
  if (['facts', 'contract-families'].includes(name) || (wanted.length > 0 && !wanted.includes(name))) continue;
  await import(new URL(file, folder));
}
