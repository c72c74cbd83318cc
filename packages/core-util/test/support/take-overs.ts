import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledSources } from './compiled.ts';

export interface TakeOverResult {
  /** Times that the lock was taken from an owner who had been killed. */
  readonly takeOvers: number;
  /** Times that it was taken from one who had released it. */
  readonly handOvers: number;
  /** Signs of two owners at once. */
  readonly violations: readonly string[];
  readonly holdersAtEnd: number;
}

/**
 * Tries for the lock again and again. While it holds it, it has a witness that the kernel takes away at its death and not
 * before: an abstract socket that only one process can be bound to. It also writes a log of what it does.
 */
const contender = `
import net from 'node:net';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireFolderLock } from './state/folder-lock.js';
import { LocalHost } from './host/local-host.js';
const [folder, log, witness, name] = process.argv.slice(2);
const host = new LocalHost();
const say = (text) => appendFileSync(log, text + ' ' + name + '\\n');
for (;;) {
  let lock;
  try {
    lock = await acquireFolderLock(host, folder, { program: 'contender' });
  } catch (error) {
    if (error.code !== 'VIR_ERR_RESOURCE_BUSY') say('FAILED ' + JSON.stringify(error.message));
    await sleep(Math.random() * 8);
    continue;
  }
  const server = net.createServer();
  await new Promise((resolve) => {
    server.once('error', (error) => { say('TWO-OWNERS ' + error.code); resolve(); });
    server.listen('\\0' + witness, resolve);
  });
  say('acquired');
  // Work in libuv's threads, so that a kill finds some inside a system call.
  const busy = Array.from({ length: 4 }, (_, n) => host.writeFile(folder + '/work-' + n, name));
  await sleep(Math.random() * 4);
  if (Math.random() < 0.8) process.kill(process.pid, 'SIGKILL');
  await Promise.all(busy);
  await new Promise((resolve) => server.close(resolve));
  say('released');
  await lock.release();
}
`;

/**
 * Lets processes fight for one state folder until the lock has been taken over often enough from owners that were killed:
 * most kill themselves while they hold it, some are killed from outside at any instruction.
 */
export async function takeOvers(options: { processes: number; takeOvers: number; seed: number }): Promise<TakeOverResult> {
  const random = generator(options.seed);
  const compiled = new CompiledSources('state', 'host', 'errors');
  const folder = mkdtempSync(join(tmpdir(), 'take-overs-'));
  const log = join(folder, 'log');
  const state = join(folder, 'state');
  const witness = `virtweave-${process.pid}-${folder.slice(-6)}`;
  const children = new Set<ChildProcess>();
  const crashed: string[] = [];
  let started = 0;
  let stopping = false;
  writeFileSync(log, '');
  const program = compiled.module('contender.js', contender);
  const start = (): void => {
    started += 1;
    const child = spawn(process.execPath, [program, state, log, witness, `c${started}`], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    children.add(child);
    child.once('exit', (_, signal) => {
      children.delete(child);
      if (signal !== 'SIGKILL') crashed.push(`contender ended by itself: ${stderr}`);
      if (!stopping && crashed.length === 0) start();
    });
  };
  try {
    for (let n = 0; n < options.processes; n += 1) start();
    while (crashed.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20 + random() * 60));
      if (judge(readFileSync(log, 'utf8')).takeOvers >= options.takeOvers) break;
      if (random() < 0.3) [...children][Math.floor(random() * children.size)]?.kill('SIGKILL');
    }
    stopping = true;
    await Promise.all([...children].map((child) => {
      child.kill('SIGKILL');
      return once(child, 'exit');
    }));
    const { violations, ...counts } = judge(readFileSync(log, 'utf8'));
    return { ...counts, violations: [...violations, ...crashed], holdersAtEnd: readdirSync(join(state, 'lock')).length };
  } finally {
    stopping = true;
    for (const child of children) child.kill('SIGKILL');
    compiled.remove();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Reads the log: an owner that neither released nor died must not be followed by another. */
function judge(log: string): Omit<TakeOverResult, 'holdersAtEnd'> {
  const violations: string[] = [];
  const replaced = new Set<string>();
  let owner: string | undefined;
  let takeOvers = 0;
  let handOvers = 0;
  for (const line of log.split('\n').slice(0, -1)) {
    const [what = '', name = ''] = [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)];
    if (replaced.has(name)) violations.push(`${name} was replaced while it lived: ${what}`);
    if (what === 'acquired') {
      if (owner === undefined) handOvers += 1;
      else {
        takeOvers += 1;
        replaced.add(owner);
      }
      owner = name;
    } else if (what === 'released') {
      if (owner !== name) violations.push(`${name} released what ${owner} had`);
      owner = undefined;
    } else violations.push(line);
  }
  return { takeOvers, handOvers, violations };
}

/** mulberry32: the test's own choices can be had again. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
