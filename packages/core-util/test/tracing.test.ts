import { tracingChannel } from 'node:diagnostics_channel';
import { expect, test } from '@jest/globals';
import { tracePoint } from '../src/index.ts';

interface Seen {
  readonly event: string;
  readonly context: Record<string, unknown>;
}

function listen(name: string): { seen: Seen[]; stop: () => void } {
  const seen: Seen[] = [];
  const note = (event: string) => (context: unknown) => void seen.push({ event, context: { ...(context as object) } });
  const handlers = {
    start: note('start'),
    end: note('end'),
    asyncStart: note('asyncStart'),
    asyncEnd: note('asyncEnd'),
    error: note('error'),
  };
  const channel = tracingChannel(name);
  channel.subscribe(handlers);
  return { seen, stop: () => channel.unsubscribe(handlers) };
}

const describeAll = (a: number, b: string): Record<string, unknown> => ({ a, b });

test('without listeners the work is called as it is: same promise, no context, nothing allocated', () => {
  const point = tracePoint('test.silent');
  const promise = Promise.resolve(1);
  let described = 0;
  const describe = (): Record<string, unknown> => ({ described: ++described });
  const work = (): Promise<number> => promise;
  expect(point.active).toBe(false);
  expect(point.run(work, describe, 1, 'x', undefined)).toBe(promise);
  expect(described).toBe(0);

  const nothing = (): undefined => undefined;
  const grown = (): number => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 20_000; i++) {
      void point.run(work, describe, 1, 'x', undefined);
      point.runSync(nothing, describe, 1, 'x', undefined);
    }
    return process.memoryUsage().heapUsed - before;
  };
  for (let i = 0; i < 5; i++) grown();
  const rounds = Array.from({ length: 11 }, grown).sort((a, b) => a - b);
  // One object a call would be at least 16 bytes: 640 kB. The median leaves out rounds in which V8 compiles or collects.
  expect(rounds[5]).toBeLessThan(200_000);
});

test('with a listener the events carry context and result', async () => {
  const point = tracePoint('test.heard');
  const { seen, stop } = listen('virtweave:test.heard');
  try {
    expect(point.active).toBe(true);
    await expect(point.run(async (a: number, b: string) => `${b}${a}`, describeAll, 1, 'x', undefined)).resolves.toBe('x1');
    expect(seen.map(({ event }) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(seen.at(-1)?.context).toEqual({ a: 1, b: 'x', result: 'x1' });
  } finally {
    stop();
  }
  expect(point.active).toBe(false);
});

test('errors are told and thrown on', async () => {
  const point = tracePoint('test.failing');
  const { seen, stop } = listen('virtweave:test.failing');
  const failure = new Error('no');
  try {
    await expect(point.run(() => Promise.reject(failure), describeAll, 1, 'x', undefined)).rejects.toBe(failure);
    expect(() =>
      point.runSync(
        () => {
          throw failure;
        },
        describeAll,
        1,
        'x',
        undefined,
      ),
    ).toThrow(failure);
    expect(seen.filter(({ event }) => event === 'error').map(({ context }) => context['error'])).toEqual([failure, failure]);
  } finally {
    stop();
  }
});
