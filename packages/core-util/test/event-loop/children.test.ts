import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { EventLoop, type ChildHandlers, type ChildOptions } from '../../src/index.ts';

type Child = Parameters<EventLoop['addChild']>[0];

/** What is called, up to the release. */
function follow(loop: EventLoop, child: Child, options: ChildOptions & { output?: boolean } = {}): Promise<unknown[]> {
  const seen: unknown[] = [];
  return new Promise((resolve) => {
    const handlers: ChildHandlers = {
      exit: (status) => seen.push(status),
      error: (error) => seen.push(error.message),
      ...(options.output === false ? {} : { output: (result) => seen.push(result) }),
    };
    loop.addChild(child, handlers, { ...options, release: () => resolve(seen) });
  });
}

test('exit, then output, then the source is gone', async () => {
  const loop = new EventLoop();
  const child = spawn('sh', ['-c', 'echo hello; exit 3']);
  child.stdout.resume();
  expect(await follow(loop, child)).toEqual([{ status: 3, signal: null }, { complete: true }]);
  expect(loop.count).toBe(0);
});

test('output that a grandchild holds open is given up on; the exit is known before', async () => {
  const loop = new EventLoop();
  const child = spawn('sh', ['-c', 'sleep 30 & echo $!; exit 0']);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  expect(await follow(loop, child, { outputLimit: 20 })).toEqual([{ status: 0, signal: null }, { complete: false }]);
  process.kill(Number(String(line)));
  await once(child, 'close');
});

test('an end that came before the registration is told all the same', async () => {
  const loop = new EventLoop();
  const child = spawn('sh', ['-c', 'kill -9 $$']);
  await once(child, 'close');
  expect(await follow(loop, child, { output: false })).toEqual([{ status: null, signal: 'SIGKILL' }]);
});

test('a program that is absent', async () => {
  const loop = new EventLoop();
  expect(await follow(loop, spawn('/nonexistent/program'))).toEqual([expect.stringContaining('ENOENT')]);
  expect(loop.count).toBe(0);
});

test('processes of a host', async () => {
  const loop = new EventLoop();
  const exited = Promise.resolve({ status: 0, signal: null });
  expect(await follow(loop, { pid: 1, startTime: '1', exited })).toEqual([{ status: 0, signal: null }, { complete: true }]);
  expect(await follow(loop, { pid: 1, startTime: '1', exited: Promise.reject(new Error('lost')) })).toEqual(['lost']);
  expect(() => loop.addChild({ pid: 7, startTime: '1' }, { exit: () => undefined, error: () => undefined })).toThrow(
    'the host of process 7 cannot tell when it ends',
  );
  expect(loop.count).toBe(0);
});

test('removed before the end: silence', async () => {
  const loop = new EventLoop();
  const seen: unknown[] = [];
  const child = spawn('true');
  const handlers: ChildHandlers = { exit: (status) => seen.push(status), output: () => seen.push('output'), error: () => seen.push('error') };
  loop.addChild(child, handlers);
  loop.addChild({ pid: 1, startTime: '1', exited: Promise.resolve({ status: 0, signal: null }) }, handlers);
  for (const source of loop.sources) source.remove();
  await once(child, 'close');
  await turn();
  expect(seen).toEqual([]);
});
