import { describe, expect, test } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setImmediate as turn, setTimeout as after } from 'node:timers/promises';
import { EventLoop, isVirtError, type LoopSource } from '../../src/index.ts';

const noError = (error: Error): void => {
  throw error;
};

describe('removal', () => {
  test('inside the own callback takes effect at once, and only once', async () => {
    const loop = new EventLoop();
    const emitter = new EventEmitter();
    const seen: string[] = [];
    const source = loop.addEmitter(emitter, {
      tick: () => {
        seen.push(`tick ${source.remove()} ${source.remove()} ${source.live} ${loop.count}`);
        emitter.emit('tick');
      },
    });
    expect(loop.count).toBe(1);
    emitter.emit('tick');
    emitter.emit('tick');
    expect(seen).toEqual(['tick true false false 0']);
    expect(loop.remove(source.id)).toBe(false);
    await loop.close();
  });

  test('by another source of the same emit: the later one is silent, though Node calls its listener', () => {
    const loop = new EventLoop();
    const emitter = new EventEmitter();
    const seen: string[] = [];
    const raw = (): void => void seen.push('raw');
    loop.addEmitter(emitter, {
      tick: () => {
        seen.push('first');
        emitter.off('tick', raw);
        second.remove();
      },
    });
    const second = loop.addEmitter(emitter, { tick: () => seen.push('second') });
    emitter.on('tick', raw);
    emitter.emit('tick');
    // The control: a bare listener that was taken off in the same emit still runs.
    expect(seen).toEqual(['first', 'raw']);
  });

  test('by another source that is ready in the same poll', async () => {
    const loop = new EventLoop();
    const [left, right] = await Promise.all([pair(), pair()]);
    const seen: string[] = [];
    const sources: LoopSource[] = [];
    const other = (name: string, index: number): void => {
      seen.push(name);
      sources[index]?.remove();
    };
    sources.push(loop.addStream(left.near, { data: () => other('left', 1), error: noError }));
    sources.push(loop.addStream(right.near, { data: () => other('right', 0), error: noError }));
    left.far.write('x');
    right.far.write('x');
    // Both are in the kernel's buffers before the loop looks.
    const until = performance.now() + 20;
    while (performance.now() < until);
    await after(30);
    expect(seen).toHaveLength(1);
    expect(loop.count).toBe(1);
    await loop.close();
    for (const socket of [left.near, left.far, right.near, right.far]) socket.destroy();
    await Promise.all([left.closed, right.closed]);
  });

  test('of a timer that is due in the same turn', async () => {
    const loop = new EventLoop();
    const seen: string[] = [];
    const first = loop.addTimer(1, () => {
      seen.push('first');
      first.remove();
      second.remove();
    });
    const second = loop.addTimer(1, () => seen.push('second'));
    const until = performance.now() + 10;
    while (performance.now() < until);
    await after(10);
    expect(seen).toEqual(['first']);
    expect(loop.count).toBe(0);
  });

  test('leaves unread data in the stream', async () => {
    const loop = new EventLoop();
    const stream = new PassThrough();
    const seen: string[] = [];
    const source = loop.addStream(stream, {
      data: (chunk) => {
        seen.push(String(chunk));
        source.remove();
      },
      error: noError,
    });
    stream.write('one');
    await turn();
    stream.write('two');
    await turn();
    expect(seen).toEqual(['one']);
    expect(String(stream.read())).toBe('two');
    await loop.close();
  });

  test('a late error of a stream whose source is gone ends nothing', async () => {
    const loop = new EventLoop();
    const stream = new PassThrough();
    const errors: Error[] = [];
    for (let n = 0; n < 20; n += 1) loop.addStream(stream, { error: (error) => errors.push(error) }).remove();
    expect(stream.listenerCount('error')).toBe(1);
    stream.destroy(new Error('late'));
    await turn();
    expect(errors).toEqual([]);
  });
});

describe('release', () => {
  test('runs once, later than the remover and what it awaits, with nobody else on the stack', async () => {
    const loop = new EventLoop();
    const order: string[] = [];
    let stack = '';
    const source = loop.addEmitter(new EventEmitter(), {}, {
      release: () => {
        order.push('release');
        stack = new Error().stack ?? '';
      },
    });
    async function theRemover(): Promise<void> {
      source.remove();
      source.remove();
      order.push('removed');
      process.nextTick(() => order.push('tick'));
      await Promise.resolve();
      order.push('remover goes on');
      await Promise.resolve();
      order.push('and on');
    }
    await theRemover();
    expect(loop.releasing).toBe(1);
    await loop.released();
    expect(order).toEqual(['removed', 'remover goes on', 'and on', 'tick', 'release']);
    expect(stack).not.toContain('theRemover');
    expect(loop.releasing).toBe(0);
  });

  test('one that removes another source does not release it on its own stack', async () => {
    const loop = new EventLoop();
    const order: string[] = [];
    const second = loop.addTimer(1000, () => undefined, { release: () => order.push('second') });
    const first = loop.addTimer(1000, () => undefined, {
      release: () => {
        order.push('first begins');
        second.remove();
        order.push('first ends');
      },
    });
    first.remove();
    await loop.released();
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });

  test('callbacks and release have the async context of the registration, not of the remover', async () => {
    const loop = new EventLoop();
    const context = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const emitter = new EventEmitter();
    const source = context.run('registration', () =>
      loop.addEmitter(emitter, { tick: () => seen.push(context.getStore()) }, { release: () => seen.push(context.getStore()) }),
    );
    context.run('emitter', () => emitter.emit('tick'));
    context.run('remover', () => source.remove());
    await loop.released();
    expect(seen).toEqual(['registration', 'registration']);
  });

  test('many share one turn', async () => {
    const loop = new EventLoop();
    let released = 0;
    for (let n = 0; n < 1000; n += 1) loop.addTimer(-1, () => undefined, { release: () => void (released += 1) });
    for (const source of loop.sources) source.remove();
    expect(released).toBe(0);
    await turn();
    expect(released).toBe(1000);
  });
});

describe('timers', () => {
  test('repeat until removed; -1 is never; update starts anew', async () => {
    const loop = new EventLoop();
    let fired = 0;
    const timer = loop.addTimer(-1, () => {
      fired += 1;
      if (fired === 3) timer.remove();
    });
    await after(10);
    expect(fired).toBe(0);
    timer.update(1);
    await after(60);
    expect(fired).toBe(3);
    timer.update(1);
    await after(10);
    expect(fired).toBe(3);
    expect(loop.count).toBe(0);
  });

  test('a timer for once removes itself', async () => {
    const loop = new EventLoop();
    const seen: string[] = [];
    loop.addTimer(1, () => seen.push('fired'), { once: true, release: () => seen.push('released') });
    await after(30);
    expect(seen).toEqual(['fired', 'released']);
    expect(loop.count).toBe(0);
  });

  test.each([1.5, -2, 2 ** 31, Number.NaN])('interval %d is refused', (interval) => {
    const loop = new EventLoop();
    expect(() => loop.addTimer(interval, () => undefined)).toThrow('interval of a timer');
    expect(loop.count).toBe(0);
  });
});

describe('closing', () => {
  test('removes all, releases all, refuses new ones', async () => {
    const loop = new EventLoop();
    const emitter = new EventEmitter();
    const stream = new PassThrough();
    const seen: string[] = [];
    const release = (): void => void seen.push('released');
    loop.addEmitter(emitter, { tick: () => seen.push('tick') }, { release });
    loop.addStream(stream, { readable: () => seen.push('readable'), error: noError }, { release });
    loop.addTimer(1, () => seen.push('timer'), { release });
    expect(loop.count).toBe(3);
    const closed = loop.close();
    expect(loop.count).toBe(0);
    emitter.emit('tick');
    stream.write('x');
    await closed;
    await after(10);
    expect(seen).toEqual(['released', 'released', 'released']);
    expect([emitter.listenerCount('tick'), stream.listenerCount('readable'), stream.listenerCount('close')]).toEqual([0, 0, 0]);
    expect(() => loop.addTimer(1, () => undefined)).toThrow('the event loop is closed');
    try {
      loop.addEmitter(emitter, {});
    } catch (error) {
      expect(isVirtError(error, 'VIR_ERR_OPERATION_INVALID')).toBe(true);
    }
    await loop.close();
  });

  test('from within a callback', async () => {
    const loop = new EventLoop();
    const emitter = new EventEmitter();
    const seen: string[] = [];
    loop.addEmitter(emitter, {
      tick: () => {
        seen.push('first');
        void loop.close();
      },
    });
    loop.addEmitter(emitter, { tick: () => seen.push('second') });
    emitter.emit('tick');
    expect(seen).toEqual(['first']);
  });

  test('a stream that closes takes its source with it', async () => {
    const loop = new EventLoop();
    const stream = new PassThrough();
    const seen: string[] = [];
    loop.addStream(stream, { close: () => seen.push('closed'), error: noError }, { release: () => seen.push('released') });
    stream.destroy();
    await turn();
    await loop.released();
    expect(seen).toEqual(['closed', 'released']);
    expect(loop.count).toBe(0);
    loop.addStream(stream, { close: () => seen.push('was closed'), error: noError });
    await turn();
    expect(seen.at(-1)).toBe('was closed');
    expect(loop.count).toBe(0);
  });
});

async function pair(): Promise<{ near: Socket; far: Socket; closed: Promise<unknown> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const far = await accepted;
  return { near, far, closed: new Promise((resolve) => server.close(resolve)) };
}
