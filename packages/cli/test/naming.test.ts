import { expect, test } from '@jest/globals';
import { runScript } from './run-script.ts';

test.each([
  ['desc test hello there; desc test', 'hello there', 0],
  ['desc test --title name; desc test --title', 'name', 0],
  ['desc test --live --current', 'error: Options --current and --live are mutually exclusive\n', 1],
  ["metadata test urn:x --key x --set '<a/>'; metadata test urn:x", '<a/>\n', 0],
  ["metadata test urn:x --set '<a/>'", 'error: namespace key is required when modifying metadata\n', 1],
  ["metadata test urn:x --key x --set '<a/>'; metadata test urn:x --remove; metadata test urn:x", 'error: metadata not found: Requested metadata element is not present\n', 1],
  ['destroy test; domrename test other; list --all --name', 'other\n', 0],
  ['autostart test; list --autostart --name', 'test\n', 0],
])('%s', async (script, text, status) => expect(await runScript(script)).toEqual({ text, status }));
