import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`);
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/architecture.md', 'examples/README.md', ...packages];
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

test.each(documents)('%s: its links lead somewhere, its commands exist, its examples are JavaScript', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(([, link]) => String(link));
  expect(links.filter((link) => !existsSync(join(root, dirname(name), link)))).toEqual([]);
  const commands = [...text.matchAll(/\bnpm run ([\w-]+)/g)].map(([, command]) => String(command));
  expect(commands.filter((command) => !Object.hasOwn(scripts, command))).toEqual([]);
  for (const [, code] of text.matchAll(/^```js\n([\s\S]*?)^```/gm)) {
    expect(() => new vm.SourceTextModule(String(code), { identifier: name })).not.toThrow();
  }
});
