import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { formatDomain, parseDomain } from '../../src/index.ts';

test('parseDomain', () => {
  const domain = parseDomain('<domain type="test"><name>web</name><memory>1048576</memory><os><type>hvm</type></os></domain>');
  expect(domain.devices.disks.length).toBe(0);
});

test('formatDomain', () => {
  const xml = `<domain type='qemu'><name>web</name><memory>1</memory><os><type>hvm</type></os></domain>`;
  expect(formatDomain(parseDomain(xml))).toMatch(/^<domain type='qemu'>\n {2}<name>web<\/name>\n/);
});

test('the README says what its example prints', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const expected = [...code.matchAll(/^\/\/ (.*)$|; \/\/ (.*)$/gm)].map((match) => match[1] ?? match[2]);
  const printed: string[] = [];
  const body = code.replace(/^import .*$/gm, '');
  const run = new Function('formatDomain', 'parseDomain', 'console', body) as (...args: unknown[]) => void;
  run(formatDomain, parseDomain, { log: (...args: unknown[]) => void printed.push(args.join(' ')) });
  expect(printed.length).toBeGreaterThan(2);
  expect(printed).toEqual(expected);
});
