import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ESLint, type Linter } from 'eslint';
import { checkWalls, type Violation } from './walls/check.ts';
import { broken, sound } from './walls/fixtures.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The rules that are broken in a repository made of these files. */
function checkFiles(files: Readonly<Record<string, unknown>>): Violation[] {
  const folder = mkdtempSync(join(tmpdir(), 'virtweave-walls-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
    }
    return checkWalls(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('nothing in this repository breaks the table of imports', () => {
  expect(checkWalls(root)).toEqual([]);
});

describe('the check finds', () => {
  test('nothing in a sound repository', () => {
    expect(checkFiles(sound)).toEqual([]);
  });

  test.each(broken)('$name', ({ rule, files }) => {
    const violations = checkFiles({ ...sound, ...files });
    expect(violations).toEqual([expect.objectContaining({ rule })]);
    const [path = ''] = Object.keys(files);
    expect(violations[0]?.where).toMatch(path);
  });
});

describe('lint refuses', () => {
  let eslint: ESLint;
  beforeAll(async () => {
    const { configFor } = (await import(join(root, 'eslint.config.js'))) as { configFor(packages: string[], types: boolean): Linter.Config[] };
    const overrideConfig = configFor(['core-util', 'driver-one', 'driver-two'], false);
    eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig });
  });

  test.each(broken.filter(({ lint }) => lint))('$name', async ({ files }) => {
    const [[path = '', text = ''] = []] = Object.entries(files);
    const [result] = await eslint.lintText(String(text), { filePath: join(root, path) });
    const rules = result?.messages.map(({ ruleId }) => ruleId) ?? [];
    expect(rules).toEqual(expect.arrayContaining([expect.stringMatching(/no-restricted-(imports|syntax)$|no-require-imports$/)]));
  });
});
