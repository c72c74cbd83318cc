import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { noQemu } from './support/real.ts';

const readme = fileURLToPath(new URL('../README.md', import.meta.url));

/** The examples that stand in a section, with what their `console.log`s are said to print. */
async function examples(section: string): Promise<{ code: string; printed: string[] }[]> {
  const text = (await readFile(readme, 'utf8')).split(/^## /m).find((part) => part.startsWith(section)) ?? '';
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => ({
    code,
    printed: [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, said = '']) => said),
  }));
}

const withQemu = noQemu === undefined ? test : test.skip;
const because = noQemu === undefined ? '' : ` (${noQemu})`;

withQemu(`the README's example of an explained command line prints what it says${because}`, async () => {
  const [example, ...others] = await examples('Which argument comes from where');
  expect(others).toEqual([]);
  const { code = '', printed = [] } = example ?? {};
  expect(printed.length).toBeGreaterThan(2);
  const args = ['--no-warnings', '--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: fileURLToPath(new URL('..', import.meta.url)) });
  expect(stdout.trim().split('\n')).toEqual(printed);
});
