import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { connectEventLoop, EventLoop } from '../../src/index.ts';
import { CompiledSources } from '../support/compiled.ts';

let compiled: CompiledSources;
let program: string;

beforeAll(() => {
  compiled = new CompiledSources('event-loop', 'errors');
  program = compiled.module(
    'worker.js',
    `import { parentPort, workerData } from 'node:worker_threads';
     import { connectEventLoop } from './event-loop/index.js';
     const loop = await connectEventLoop(workerData.handle);
     parentPort.on('message', async ({ how, id, options }) => {
       try {
         const answer = how === 'wait' ? loop.removeAndWait(id, options) : loop.remove(id);
         if (how === 'close') loop.close();
         parentPort.postMessage({ removed: await answer });
       } catch (error) {
         parentPort.postMessage({ error: error.message });
       }
     });
     parentPort.postMessage('ready');`,
  );
});

const workers: Worker[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

afterAll(() => compiled.remove());

async function workerOf(loop: EventLoop): Promise<Worker> {
  const handle = await loop.remoteHandle();
  const worker = new Worker(program, { workerData: { handle }, transferList: [handle.port] });
  workers.push(worker);
  await once(worker, 'message');
  return worker;
}

async function ask(worker: Worker, request: { how: 'promise' | 'wait' | 'close'; id: number; options?: object }): Promise<unknown> {
  worker.postMessage(request);
  const [answer] = (await once(worker, 'message')) as [unknown];
  return answer;
}

test.each(['promise', 'wait'] as const)('a worker removes a source (%s): nothing runs after the acknowledgement', async (how) => {
  const loop = new EventLoop();
  const worker = await workerOf(loop);
  const order: string[] = [];
  let calls = 0;
  const source = loop.addTimer(1, () => void (calls += 1), { release: () => order.push('released') });
  expect(await ask(worker, { how, id: source.id })).toEqual({ removed: true });
  const atAcknowledgement = calls;
  expect(source.live).toBe(false);
  expect(loop.count).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 15));
  expect(calls).toBe(atAcknowledgement);
  expect(order).toEqual(['released']);
  expect(await ask(worker, { how, id: source.id })).toEqual({ removed: false });
  expect(await ask(worker, { how, id: 9999 })).toEqual({ removed: false });
  await loop.close();
  expect(await ask(worker, { how, id: source.id })).toEqual({ removed: false });
});

test('while the loop is inside the callback, the acknowledgement waits for its end', async () => {
  const loop = new EventLoop();
  const worker = await workerOf(loop);
  const emitter = new EventEmitter();
  let inside = false;
  const source = loop.addEmitter(emitter, {
    tick: () => {
      inside = true;
      worker.postMessage({ how: 'wait', id: source.id });
      const until = performance.now() + 30;
      while (performance.now() < until);
      expect(source.live).toBe(true);
      inside = false;
    },
  });
  const answered = once(worker, 'message').then(([answer]) => ({ answer, inside }));
  emitter.emit('tick');
  expect(await answered).toEqual({ answer: { removed: true }, inside: false });
});

test('a worker that waits while the loop closes is let go', async () => {
  for (let round = 0; round < 10; round += 1) {
    const loop = new EventLoop();
    const worker = await workerOf(loop);
    const source = loop.addTimer(-1, () => undefined);
    const answered = once(worker, 'message');
    worker.postMessage({ how: round % 2 === 0 ? 'wait' : 'promise', id: source.id, options: { timeout: 5000 } });
    // Somewhere between the worker's look at the mark, its message and its wait.
    const until = performance.now() + round * 0.2;
    while (performance.now() < until);
    await loop.close();
    expect((await answered)[0]).toHaveProperty('removed');
    }
});

test('a loop that does not answer: the waiting worker times out', async () => {
  const loop = new EventLoop();
  const worker = await workerOf(loop);
  const answered = once(worker, 'message');
  const source = loop.addTimer(-1, () => undefined);
  worker.postMessage({ how: 'wait', id: source.id, options: { timeout: 20 } });
  const until = performance.now() + 80;
  while (performance.now() < until);
  expect(await answered).toEqual([{ error: expect.stringContaining(`no acknowledgement of the removal of event source ${source.id} within 20 ms`) }]);
  // The request still stands. It came by another port than the answer.
  while (source.live) await turn();
});

test('a worker that lets go is told that it does not know', async () => {
  const loop = new EventLoop();
  const worker = await workerOf(loop);
  const source = loop.addTimer(-1, () => undefined);
  expect(await ask(worker, { how: 'close', id: source.id })).toEqual({ error: expect.stringContaining('was not waited for') });
  await loop.close();
});

test('the main thread never waits', async () => {
  const loop = new EventLoop();
  const remote = await connectEventLoop(await loop.remoteHandle());
  const source = loop.addTimer(-1, () => undefined);
  expect(() => remote.removeAndWait(source.id)).toThrow('thread must not wait');
  expect(source.live).toBe(true);
  // Asking is allowed.
  expect(await remote.remove(source.id)).toBe(true);
  remote.close();
  await loop.close();
});

test('a loop that is closed gives no handle', async () => {
  const loop = new EventLoop();
  await loop.close();
  await expect(loop.remoteHandle()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
});
