import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DaemonProcess } from './support/daemon-process.ts';
import { ask, forkProgram } from './support/programs.ts';
import { scale, seed } from './support/scale.ts';
import type { SoakReport } from './support/soak-client.ts';

const clients = 32;
/** Half an hour; in `npm test` no more than is needed to see a client come and go some times. */
const seconds = scale >= 1 ? 1800 * scale : Math.max(10, Math.min(20, 1800 * scale));
/** A first part in which code is compiled and tables are filled. */
const warmUp = Math.min(60, seconds / 3);

let folder: string;
let daemon: DaemonProcess;
let program: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweaved-'));
  daemon = await DaemonProcess.start(folder);
  program = forkProgram('soak-client.ts');
});

afterAll(async () => {
  if (program.connected) program.disconnect();
  await daemon.stop();
  await rm(folder, { recursive: true });
});

test(`${clients} clients that come and go, for ${Math.round(seconds)} seconds (seed ${seed})`, async () => {
  await ask<SoakReport>(program, { socket: daemon.socket, clients, seconds: warmUp, seed });
  await sleep(500);
  const before = await daemon.held();
  const descriptors = await daemon.descriptors();

  const soaking = ask<SoakReport>(program, { socket: daemon.socket, clients, seconds, seed: seed + 1000 });
  let over = false;
  void soaking.finally(() => (over = true)).catch(() => {});
  const samples: (readonly [number, number])[] = [];
  for (const begin = performance.now(); !over; await sleep(Math.max(500, (seconds * 1000) / 100)))
    samples.push([(performance.now() - begin) / 1000, (await daemon.held()).held]);
  const report = await soaking.catch((error: unknown) => Promise.reject(daemon.explain(error)));
  await sleep(1000);
  const after = await daemon.held();
  const growth = slope(samples.slice(Math.floor(samples.length / 4))) * seconds;
  const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const { failures, ...counts } = report;
  const context =
    `${JSON.stringify(counts)}; heap before ${megabytes(before.held)}, slope ${megabytes(growth)} over the whole, after ` +
    `${megabytes(after.held)}; rss ${megabytes(before.rss)}, ${megabytes(after.rss)}`;
  if (process.env['ENDURANCE_NOTES'] !== undefined) process.stderr.write(`${context}\n`);

  expect(failures).toEqual([]);
  expect({ context, alive: daemon.alive, said: daemon.said }).toEqual({ context, alive: true, said: [] });
  expect(report.calls).toBeGreaterThan(0);
  expect(report.events).toBeGreaterThan(0);
  expect(report.brokenOff).toBeGreaterThan(0);
  expect(await daemon.descriptors()).toBe(descriptors);
  expect([...after.resources].sort()).toEqual([...before.resources].sort());
  expect({ context, leaks: after.held > 1.1 * before.held }).toEqual({ context, leaks: false });
  // In a few seconds the noise is larger than what a slope can tell.
  if (seconds > 300) expect({ context, grows: growth > 0.1 * before.held }).toEqual({ context, grows: false });
}, (seconds + warmUp + 300) * 1000);

/** Of the straight line that fits best. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)];
  const spread = mean(([at]) => (at - x) ** 2);
  return spread === 0 ? 0 : mean(([at, value]) => (at - x) * (value - y)) / spread;
}
