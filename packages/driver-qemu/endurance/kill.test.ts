import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Connection } from '@virtweave/core-api';
import { noQemu, Place } from '../integration/support/real.ts';

const scale = Number(process.env['ENDURANCE_SCALE'] ?? 1);
const kills = Math.max(3, Math.round(50 * scale));
const seed = Number(process.env['ENDURANCE_SEED'] ?? Date.now() % 2 ** 31);
const program = fileURLToPath(new URL('kill-child.mjs', import.meta.url));
const names = ['a', 'b', 'c'];

/** mulberry32 */
function generator(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is known of a guest. */
interface Known {
  /** MiB of its definition; undefined: not defined. */
  readonly defined: number | undefined;
  readonly running: boolean;
  readonly autostart: boolean;
}

const absent: Known = { defined: undefined, running: false, autostart: false };

/** What a guest is after a step. */
function after(known: Known, [step, value]: readonly string[]): Known {
  switch (step) {
    case 'define':
      return { ...known, defined: Number(value) };
    case 'create':
    case 'start':
      return { ...known, running: true };
    case 'destroy':
      return { ...known, running: false };
    case 'undefine':
      return { ...known, defined: undefined, autostart: false };
    case 'autostart':
      return { ...known, autostart: value === '1' };
    default:
      return known;
  }
}

/** What a guest may be after what was said of it: one thing, or two when a step was under way. */
function possible(known: Known, name: string, lines: readonly string[]): Known[] {
  let now = known;
  let begun: readonly string[] | undefined;
  for (const line of lines) {
    const [word, of, ...step] = line.split(' ');
    if (of !== name) continue;
    if (word === 'begin') begun = step;
    if (word !== 'end') continue;
    now = after(now, step);
    begun = undefined;
  }
  return begun === undefined ? [now] : [now, after(now, begun)];
}

/** A process that is killed within a second of its being ready. */
async function killed(place: Place, random: () => number): Promise<string[]> {
  const child = spawn(process.execPath, [program, place.uri, String(Math.floor(random() * 2 ** 31)), place.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const closed = once(reader, 'close');
  const ended = once(child, 'exit');
  const delay = random() ** 2 * 1000;
  const early = random() < 0.1;
  if (early) setTimeout(() => child.kill('SIGKILL'), 200 + random() * 300);
  reader.on('line', (line) => {
    if (line !== 'ready') lines.push(line);
    else if (!early) setTimeout(() => child.kill('SIGKILL'), delay);
  });
  await Promise.all([closed, ended]);
  expect(child.signalCode).toBe('SIGKILL');
  expect(lines.filter((line) => line.startsWith('failed'))).toEqual([]);
  return lines;
}

/** What is found, while every file and process is checked to be one that is known. */
async function look(place: Place, connection: Connection): Promise<ReadonlyMap<string, Known>> {
  const found = new Map<string, Known>();
  const files: string[] = [];
  const pids: number[] = [];
  for (const domain of await connection.listAllDomains()) {
    const [running, persistent, autostart] = [await domain.isActive(), await domain.isPersistent(), await domain.autostart()];
    const xml = await domain.xml({ inactive: true });
    const memory = Number(/<memory unit='KiB'>(\d+)</.exec(xml)?.[1]) / 1024;
    found.set(domain.name, { defined: persistent ? memory : undefined, running, autostart });
    if (persistent) files.push(`/etc/qemu/${domain.name}.xml`);
    if (autostart) files.push(`/etc/qemu/autostart/${domain.name}.xml`);
    if (!running) continue;
    const folder = `/lib/qemu/domain-${domain.id}-${domain.name}`;
    files.push(`/run/qemu/${domain.name}.xml`, `${folder}/master-key.aes`, `${folder}/monitor.sock`);
    pids.push(await place.pidOf(domain.name));
    // It listens to us.
    await domain.suspend();
    await domain.resume();
  }
  // What QEMU keeps in its own folder is its own business.
  const there = (await place.files()).filter((path) => !/\/domain-\d+-\w\/\./.test(path));
  expect(there).toEqual(files.sort());
  expect(await place.qemus()).toEqual(pids.sort((a, b) => a - b));
  return found;
}

let place: Place;
beforeAll(async () => {
  place = await Place.make();
  for (const name of names) await place.image(`${name}.img`);
});
afterAll(() => place.end());

const withQemu = noQemu === undefined ? test : test.skip;

withQemu(`${kills} kills at random moments (seed ${seed})`, async () => {
  const random = generator(seed);
  let known = new Map(names.map((name) => [name, absent]));
  let steps = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    // Now and then the emulator has to be asked anew.
    if (random() < 0.1) await rm(`${place.root}/cache`, { recursive: true, force: true });
    const lines = await killed(place, random);
    steps += lines.filter((line) => line.startsWith('end')).length;
    const connection = await place.open();
    const found = await look(place, connection);
    for (const name of names) {
      const now = found.get(name) ?? absent;
      const history = lines.filter((line) => line.split(' ')[1] === name).slice(-6);
      expect({ kill, name, history, now, of: possible(known.get(name) ?? absent, name, lines) }).toEqual(
        expect.objectContaining({ of: expect.arrayContaining([now]) }),
      );
    }
    known = new Map(names.map((name) => [name, found.get(name) ?? absent]));
    await connection.close();
  }
  // A few kills may all come before the first step.
  if (kills >= 20) expect(steps).toBeGreaterThan(kills);
}, 60_000 + kills * 10_000);
