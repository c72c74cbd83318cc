import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ownVersion } from '../src/own-version.ts';

test('the version is that of the package a module belongs to', async () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  expect(await ownVersion(import.meta.url)).toBe((JSON.parse(text) as { version: string }).version);
  expect(await ownVersion('file:///nonexistent/folder/module.js')).toBe('unknown');
});
