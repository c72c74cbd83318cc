import { expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { GuestConsole } from '../src/main-job/guest-console.ts';

const never = new AbortController().signal;

test('lines come without controls, in pieces or whole', async () => {
  const stream = new PassThrough();
  const seen: string[] = [];
  const console = new GuestConsole(stream, (line) => seen.push(line));
  const ready = console.line(/^READY/, never);
  stream.write('boot\r\nREA');
  stream.write('DY \x1b[6nLinux\r\n');
  expect(await ready).toBe('READY Linux');
  expect(await console.line(/boot/, never)).toBe('boot');
  expect(seen).toEqual(['boot', 'READY Linux']);
  await console.close();
});

test('waiting ends with the console, or with the signal', async () => {
  const stream = new PassThrough();
  const console = new GuestConsole(stream, () => undefined);
  const stop = new AbortController();
  const aborted = console.line(/never/, stop.signal);
  stop.abort();
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  const ended = console.line(/never/, never);
  stream.end();
  await expect(ended).rejects.toThrow('console ended');
});

test('a prompt is the end of what came, without an end of line', async () => {
  const stream = new PassThrough();
  const console = new GuestConsole(stream, () => undefined);
  const prompt = console.prompt(never);
  stream.write('one # two\r\n~ \x1b[6n');
  let isReady = false;
  void prompt.then(() => (isReady = true));
  await new Promise(setImmediate);
  expect(isReady).toBe(false);
  stream.write('# ');
  await prompt;
  await console.close();
});
