import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Output {
  checkOnly(): string[];
  writeOutput(path: string, text: string): Promise<void>;
}
const { checkOnly, writeOutput } = (await import(new URL('../scripts/generate/output.mjs', import.meta.url).href)) as Output;

test('a check names the files that would be written differently, also those that are absent, and writes none', async () => {
  const stale = checkOnly();
  await writeOutput('LICENSE', 'another one');
  await writeOutput('docs/absent.md', 'text');
  await writeOutput('.editorconfig', readFileSync(new URL('../.editorconfig', import.meta.url), 'utf8'));
  expect(stale).toEqual(['LICENSE', 'docs/absent.md']);
  await writeOutput('docs/absent.md', 'text');
  expect(stale).toHaveLength(3);
});
