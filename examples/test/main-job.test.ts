import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { registry } from '@virtweave/core-api';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import memo from '../outside-driver/src/index.js';
import { mainJob } from '../src/main-job/main-job.ts';

let folder: string;
let xml: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'main-job-'));
  xml = await readFile(new URL('../documents/virt-install.xml', import.meta.url), 'utf8');
  registry.register(memo);
});

afterAll(() => rm(folder, { recursive: true }));

test('a guest goes through its life, also where a driver has neither console nor screenshots', async () => {
  const lines: string[] = [];
  const result = await mainJob({
    uri: 'memo:///',
    xml,
    screenshot: join(folder, 'screen.png'),
    say: (line) => lines.push(line),
    signal: new AbortController().signal,
  });
  expect(result).toMatchObject({
    driver: 'Memo',
    ready: null,
    pngSize: null,
    states: ['shutoff', 'running', 'paused', 'running', 'shutoff'],
    shutoffReason: 'shutdown',
  });
  expect(result.events).toEqual([
    'defined added', 'started booted', 'suspended paused', 'resumed unpaused', 'stopped shutdown', 'undefined removed',
  ]);
  expect(lines).toContain('(guests of this driver have no console)');
});

test('the same document on the embedded test driver, which npm start takes where there is no QEMU', async () => {
  const result = await mainJob({
    uri: 'test:///default',
    xml: xml.replace('type="qemu"', 'type="test"'),
    screenshot: join(folder, 'screen.png'),
    say: () => {},
    signal: new AbortController().signal,
  });
  expect(result).toMatchObject({
    driver: 'TEST',
    states: ['shutoff', 'running', 'paused', 'running', 'shutoff'],
    shutoffReason: 'shutdown',
  });
});

test('an abort stops it, and leaves nothing behind', async () => {
  const stop = new AbortController();
  const lines: string[] = [];
  const job = mainJob({
    uri: 'memo:///',
    xml,
    screenshot: join(folder, 'screen.png'),
    say: (line) => {
      lines.push(line);
      if (line.includes('Starting')) stop.abort();
    },
    signal: stop.signal,
  });
  await expect(job).rejects.toMatchObject({ name: 'AbortError' });
  expect(lines.join('\n')).not.toContain('power button');
});
