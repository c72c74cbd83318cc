import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LocalHost } from '../src/index.ts';

const host = new LocalHost();
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'local-host-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('a spawned program and its exit promise do not keep the process alive', async () => {
  const script = `
    import { LocalHost } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).pathname)};
    const child = await new LocalHost().spawn('sleep', ['60'], { log: ${JSON.stringify(`${folder}/log`)} });
    child.exited.then(() => console.log('exited'));
    console.log(child.pid, child.startTime);
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  parent.stdout.on('data', (chunk) => (said += String(chunk)));
  expect(await new Promise((resolve) => parent.once('close', resolve))).toBe(0);
  const [pid, startTime] = said.trim().split(' ');
  const child = { pid: Number(pid), startTime: String(startTime) };
  // It outlives the one who started it.
  expect(await host.process(child.pid)).toEqual(child);
  expect(await host.signal(child, 'SIGKILL')).toBe(true);
});
