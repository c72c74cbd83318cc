import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DaemonProcess } from './support/daemon-process.ts';
import type { FloodReport } from './support/flood.ts';
import type { HangersReport } from './support/hangers-on.ts';
import { ask, forkProgram } from './support/programs.ts';
import { scale, seed } from './support/scale.ts';
import type { ValidReport } from './support/valid-caller.ts';

const messages = Math.round(1_000_000 * scale);
const halfOpen = Math.max(100, Math.round(2000 * scale));
/** Messages a second, so that the daemon is busy but not drowned: what cannot be done in time is no measure of anything. */
const rate = 10_000;
const validRate = 200;

const node = `<node><domain type='test'><name>steady</name><uuid>8f1c4a52-6a0e-4c6b-9d0b-2f2c1d3e4f50</uuid>
<memory>8192</memory><vcpu>3</vcpu><os><type>hvm</type></os></domain></node>`;

let folder: string;
let daemon: DaemonProcess;
let valid: ChildProcess;
let hostile: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweaved-'));
  await writeFile(join(folder, 'node.xml'), node);
  daemon = await DaemonProcess.start(folder);
  valid = forkProgram('valid-caller.ts');
  hostile = forkProgram('hostile-caller.ts');
});

afterAll(async () => {
  for (const child of [valid, hostile]) if (child.connected) child.disconnect();
  await daemon.stop();
  await rm(folder, { recursive: true });
});

/** A program that is asked, and ends instead, may have been told so by the daemon's end. */
const askOf = <T>(child: ChildProcess, question: object): Promise<T> =>
  ask<T>(child, question).catch((error: unknown) => Promise.reject(daemon.explain(error)));
const begin = (): Promise<unknown> =>
  askOf(valid, { socket: daemon.socket, uri: `test:///${join(folder, 'node.xml')}`, rate: validRate });
const end = (): Promise<ValidReport> => askOf<ValidReport>(valid, { rate: 0 });
const flood = (mutated: boolean, count: number, perSecond = rate): Promise<FloodReport> =>
  askOf<FloodReport>(hostile, { do: 'flood', socket: daemon.socket, seed, count, rate: perSecond, mutated });

const shown = ({ calls, p50, p99, most }: ValidReport): string =>
  `${calls} calls, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, most ${most.toFixed(1)} ms`;
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

test(`${messages} hostile messages, ${halfOpen} half-open connections, slow and deaf clients (seed ${seed})`, async () => {
  const notes: string[] = [];
  const callAmongHonest = async (): Promise<ValidReport> => {
    await begin();
    await flood(false, Math.max(20_000, messages / 10));
    return await end();
  };
  // What is compiled and allocated once does not count.
  await begin();
  await flood(false, 20_000);
  await flood(true, Math.max(40_000, messages / 4), 2 * rate);
  await end();

  await begin();
  await sleep(Math.max(3000, 15_000 * scale));
  const alone = await end();
  await daemon.held();
  const amongHonest = [await callAmongHonest()];

  const before = { ...(await daemon.held('leave')), held: (await daemon.held()).held };
  const descriptors = await daemon.descriptors();
  await begin();
  await askOf(hostile, { do: 'hang', socket: daemon.socket, port: daemon.port, halfOpen, deaf: 4, slow: 20 });
  const attack = await flood(true, messages);
  const amongHostile = await end();
  const during = await daemon.held('leave');
  const hangers = await askOf<HangersReport>(hostile, { do: 'end' });
  // Once more, since other work on the machine may come and go.
  amongHonest.push(await callAmongHonest());
  const [honestly] = amongHonest.sort((a, b) => b.p99 - a.p99) as [ValidReport];
  notes.push(
    `alone: ${shown(alone)}`,
    ...amongHonest.map((each) => `among ${rate} honest calls a second: ${shown(each)}`),
    `among ${Math.round(attack.sent / attack.seconds)} hostile messages a second over ${attack.connections} connections: ${shown(amongHostile)}`,
    `turns of the daemon: ${before.long.toFixed(1)} ms (99 %), ${before.longest.toFixed(1)} ms (longest); under attack ${during.long.toFixed(1)} and ${during.longest.toFixed(1)} ms`,
    `slow clients: ${hangers.slowAnswers} answers; deaf ones: ${hangers.deafSent} bytes taken`,
  );

  // All that was held for them is given up within a minute, by the daemon itself.
  const gone = performance.now();
  const patience = AbortSignal.timeout(60_000);
  let after = await daemon.held('leave');
  while (!patience.aborted && (after.rss > 1.1 * before.rss || (await daemon.descriptors()) > descriptors)) {
    await sleep(1000);
    after = await daemon.held('leave');
  }
  const seconds = (performance.now() - gone) / 1000;
  const kept = await daemon.held();
  notes.push(
    `memory before ${megabytes(before.rss)}, heap ${megabytes(before.held)}; under attack ${megabytes(during.rss)}; ${seconds.toFixed(0)} s after ${megabytes(after.rss)}, heap ${megabytes(kept.held)}`,
  );
  if (process.env['ENDURANCE_NOTES'] !== undefined) process.stderr.write(`${notes.join('\n')}\n`);

  const context = notes.join('\n');
  expect({ context, alive: daemon.alive, said: daemon.said }).toEqual({ context, alive: true, said: [] });
  expect([...alone.failures, ...amongHonest.flatMap(({ failures }) => failures), ...amongHostile.failures, ...hangers.slowFailures]).toEqual([]);
  expect(amongHostile.calls).toBeGreaterThan(0);
  expect(hangers.halfOpen).toBe(halfOpen);
  expect(hangers.slowAnswers).toBeGreaterThan(0);
  expect({ context, late: amongHostile.p99 >= 10 * Math.max(1, honestly.p99) }).toEqual({ context, late: false });
  expect(await daemon.descriptors()).toBe(descriptors);
  expect({ context, more: after.rss > 1.1 * before.rss }).toEqual({ context, more: false });
  // What V8 compiled for calls that came for the first time is in its heap, too.
  expect({ context, leaks: kept.held > before.held + 8 * 2 ** 20 }).toEqual({ context, leaks: false });
});
