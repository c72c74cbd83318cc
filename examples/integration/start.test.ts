import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

beforeEach(async () => {
  // Short: the path of a unix socket takes no more than 107 bytes.
  folder = await mkdtemp(join(tmpdir(), 'vw-start-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** `npm start`, which puts all of its guest's files into `folder`. */
function start(...args: string[]): { child: ChildProcess; said: () => string } {
  const env = { ...process.env, TMPDIR: folder, CI: '1' };
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part: string) => (text += part));
  return { child, said: () => text };
}

/** Command lines of processes that have something to do with `folder`. */
async function processes(): Promise<readonly string[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(all.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(folder));
}

test('boots a Linux guest and takes it through its life', async () => {
  const file = join(folder, 'result.json');
  const { child, said } = start('--json', file);
  const [status] = await once(child, 'close');
  expect([status, status === 0 ? '' : said()]).toEqual([0, '']);
  const result = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  expect(result).toMatchObject({
    driver: 'QEMU',
    ready: expect.stringMatching(/^READY Linux .* disk=vda net=eth0/),
    states: ['shutoff', 'running', 'paused', 'running', 'shutoff'],
    shutoffReason: 'shutdown',
  });
  expect(result.devices).toEqual(expect.arrayContaining([expect.stringMatching(/^disk file vda +pci 0000:03:00\.0$/)]));
  const png = await readFile(String(result.png));
  expect(png.length).toBe(result.pngSize);
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(said()).toContain('answer: 42');
  expect(await readdir(folder)).toEqual(['result.json']);
  expect(await processes()).toEqual([]);
});

test('Ctrl-C ends the guest with it, and leaves nothing behind', async () => {
  const { child, said } = start();
  const ended = once(child, 'close');
  while (!said().includes('  | ')) await Promise.race([once(child.stdout as NodeJS.EventEmitter, 'data'), ended]);
  expect(await processes()).toHaveLength(1);
  child.kill('SIGINT');
  expect(await ended).toEqual([1, null]);
  expect(await processes()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});
