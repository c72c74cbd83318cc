import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

const load = (name: string): Promise<unknown> => import(new URL(`../scripts/pack-check/${name}.mjs`, import.meta.url).href);
const { firstExample } = (await load('example')) as { firstExample(readme: string): { code: string; needs: string[] } | undefined };
const { contentProblems } = (await load('contents')) as { contentProblems(files: string[], folder: string): string[] };

function problems(files: Readonly<Record<string, unknown>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'virtweave-contents-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify(content));
    }
    return contentProblems(Object.keys(files), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const manifest = {
  license: 'x',
  engines: {},
  files: [],
  description: 'x',
  exports: { '.': { source: './src/a.ts', default: './dist/a.js' } },
  scripts: { prepack: 'node ../../scripts/bundle.mjs' },
};
const sound = { 'package.json': manifest, 'README.md': '', LICENSE: '', 'src/a.ts': '', 'dist/a.js': '', 'dist/a.d.ts': '' };

test('a sound package has no problems', () => {
  expect(problems({ ...sound, 'dist/a.js.map': { sources: ['../src/a.ts'] } })).toEqual([]);
});

test.each(['dist/.tsbuildinfo', 'test/a.test.ts', 'src/a.test.ts', 'src/fixtures/a.ts', 'src/caps.replies', 'src/guest.xml', 'tsconfig.json'])(
  '%s must not be published',
  (file) => {
    expect(problems({ ...sound, [file]: '' })).toEqual([`${file} must not be published`]);
  },
);

test('a map without its source, an absent export and absent papers are found', () => {
  expect(problems({ ...sound, 'dist/a.js.map': { sources: ['../src/gone.ts'] } })).toEqual([
    'dist/a.js.map points to src/gone.ts, which is not published',
  ]);
  const { 'dist/a.js': _, LICENSE: __, ...rest } = sound;
  expect(problems(rest)).toEqual(['LICENSE is missing', 'exports names ./dist/a.js, which is not published']);
  expect(problems({ ...sound, 'package.json': { ...manifest, license: undefined } })).toEqual(['package.json lacks license']);
  expect(problems({ ...sound, 'package.json': { ...manifest, scripts: {} } })).toEqual(['its prepack does not bundle it']);
});

test('the first JavaScript example of a README, and what it needs', () => {
  expect(firstExample('# x\n\n```sh\nnpm i\n```\n\n```js\nfirst();\n```\n```js\nsecond();\n```\n')).toEqual({ code: 'first();\n', needs: [] });
  expect(firstExample('<!-- needs: qemu-system-x86_64 qemu-img -->\n\n```js\na();\n```\n')).toEqual({
    code: 'a();\n',
    needs: ['qemu-system-x86_64', 'qemu-img'],
  });
  expect(firstExample('```json\n{}\n```\n')).toBeUndefined();
});
