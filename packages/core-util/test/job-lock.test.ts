import { describe, expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { JobLock, type Job } from '../src/index.ts';

/** A job that goes on until it is told to end. */
function hold(lock: JobLock, kind: 'query' | 'modify' | 'async' | 'destroy', operation: string, options = {}) {
  let end!: () => void;
  const until = new Promise<void>((resolve) => (end = resolve));
  let started!: (job: Job) => void;
  const job = new Promise<Job>((resolve) => (started = resolve));
  const done = lock.run(kind, operation, (it) => {
    started(it);
    return until;
  }, options);
  return { end, done, job };
}

describe('normal jobs', () => {
  test('run one at a time, first come first served', async () => {
    const lock = new JobLock();
    const order: string[] = [];
    let inside = 0;
    const one = (kind: 'query' | 'modify', name: string) =>
      lock.run(kind, name, async () => {
        inside += 1;
        expect(inside).toBe(1);
        order.push(name);
        await turn();
        inside -= 1;
        return name;
      });
    const all = Promise.all([one('modify', 'a'), one('query', 'b'), one('query', 'c'), one('modify', 'd')]);
    expect(lock.waiting).toBe(3);
    expect(lock.job).toMatchObject({ kind: 'modify', operation: 'a' });
    expect(await all).toEqual(['a', 'b', 'c', 'd']);
    expect(order).toEqual(['a', 'b', 'c', 'd']);
    expect([lock.job, lock.waiting]).toEqual([undefined, 0]);
  });

  test('a body that throws gives the lock back', async () => {
    const lock = new JobLock();
    await expect(lock.run('modify', 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(lock.run('modify', 'b', () => { throw new Error('nor'); })).rejects.toThrow('nor');
    expect(await lock.run('query', 'c', () => 5)).toBe(5);
  });

  test('waiting ends after the timeout, with the holder named', async () => {
    const lock = new JobLock({ timeout: 20, errorDomain: 'VIR_FROM_QEMU' });
    const first = hold(lock, 'modify', 'virDomainSetMemory');
    await expect(lock.run('query', 'virDomainGetInfo', () => undefined)).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_TIMEOUT',
      domain: 'VIR_FROM_QEMU',
      message: 'Timed out during operation: cannot acquire state change lock (held by monitor=virDomainSetMemory)',
    });
    await expect(lock.run('query', 'x', () => undefined, { timeout: 0 })).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_TIMEOUT' });
    first.end();
    await first.done;
    expect(await lock.run('query', 'x', () => 1, { timeout: 0 })).toBe(1);
  });

  test('too many waiting', async () => {
    const lock = new JobLock({ maxQueued: 1 });
    const first = hold(lock, 'modify', 'a');
    const second = hold(lock, 'modify', 'b');
    await expect(lock.run('query', 'c', () => undefined)).rejects.toMatchObject({
      message: 'operation failed: cannot acquire state change lock due to max_queued limit',
    });
    first.end();
    second.end();
    await Promise.all([first.done, second.done]);
  });
});

describe('abort', () => {
  test('while waiting leaves the queue at once', async () => {
    const lock = new JobLock();
    const first = hold(lock, 'modify', 'a');
    const abort = new AbortController();
    const reason = new Error('changed my mind');
    let ran = false;
    const second = lock.run('modify', 'b', () => void (ran = true), { signal: abort.signal });
    const third = lock.run('query', 'c', () => 'c');
    abort.abort(reason);
    await expect(second).rejects.toBe(reason);
    expect(lock.waiting).toBe(1);
    first.end();
    expect(await third).toBe('c');
    expect(ran).toBe(false);
    await expect(lock.run('query', 'd', () => void (ran = true), { signal: abort.signal })).rejects.toBe(reason);
    expect(ran).toBe(false);
  });

  test('between the turn and the start: it does not begin, and the lock is free', async () => {
    const lock = new JobLock();
    const abort = new AbortController();
    let ran = false;
    const job = lock.run('modify', 'a', () => void (ran = true), { signal: abort.signal });
    expect(lock.job?.operation).toBe('a');
    abort.abort();
    await expect(job).rejects.toBe(abort.signal.reason);
    expect([ran, lock.job]).toEqual([false, undefined]);
  });

  test('while running only tells the operation; the lock goes when its undo is done', async () => {
    const lock = new JobLock();
    const abort = new AbortController();
    const order: string[] = [];
    const first = lock.run('modify', 'a', async (job) => {
      await new Promise((resolve) => job.signal.addEventListener('abort', resolve));
      order.push('told');
      await turn();
      order.push('undone');
      job.signal.throwIfAborted();
    }, { signal: abort.signal });
    const second = lock.run('query', 'b', () => order.push('next'));
    await turn();
    abort.abort();
    await expect(first).rejects.toBe(abort.signal.reason);
    await second;
    expect(order).toEqual(['told', 'undone', 'next']);
    // One that takes no notice counts by what it answers.
    const again = new AbortController();
    const stubborn = lock.run('modify', 'c', async (job) => {
      again.abort();
      await turn();
      return job.signal.aborted;
    }, { signal: again.signal });
    expect(await stubborn).toBe(true);
  });
});

describe('async jobs', () => {
  test('let queries in between, one at a time; modify and other async jobs wait', async () => {
    const lock = new JobLock();
    const save = hold(lock, 'async', 'virDomainSave');
    expect([lock.asyncJob?.operation, lock.job]).toEqual(['virDomainSave', undefined]);
    const order: string[] = [];
    const modify = lock.run('modify', 'modify', () => void order.push('modify'));
    const migrate = lock.run('async', 'migrate', () => void order.push('migrate'));
    const late = lock.run('query', 'late', () => void order.push('late'));
    await lock.run('query', 'query', () => void order.push('query'));
    await late;
    await lock.run('destroy', 'destroy', () => void order.push('destroy'));
    expect(order).toEqual(['late', 'query', 'destroy']);
    await expect(lock.run('suspend', 's', () => undefined, { timeout: 5 })).rejects.toMatchObject({
      detail: 'cannot acquire state change lock (held by monitor=virDomainSave)',
    });
    save.end();
    await Promise.all([save.done, modify, migrate]);
    expect(order.slice(3)).toEqual(['modify', 'migrate']);
  });

  test('an async job waits for the job before it, and those behind it wait in order', async () => {
    const lock = new JobLock();
    const order: string[] = [];
    const first = hold(lock, 'query', 'first');
    const save = lock.run('async', 'save', async () => {
      order.push('save');
      await turn();
      order.push('saved');
    });
    const modify = lock.run('modify', 'modify', () => void order.push('modify'));
    const query = lock.run('query', 'query', () => void order.push('query'));
    await turn();
    expect(order).toEqual([]);
    first.end();
    await Promise.all([first.done, save, modify, query]);
    expect(order).toEqual(['save', 'query', 'saved', 'modify']);
  });

  test('nested steps take turns with queries, also after an abort', async () => {
    const lock = new JobLock();
    const order: string[] = [];
    const query = hold(lock, 'query', 'query');
    const save = lock.run('async', 'save', async (job) => {
      try {
        await job.nested('step', async () => {
          order.push('step');
          await turn();
          order.push('step ends');
        });
        await new Promise((resolve) => job.signal.addEventListener('abort', resolve));
        await job.nested('next', () => order.push('never'), { signal: job.signal });
      } finally {
        await job.nested('undo', () => order.push('undo'));
      }
    });
    query.end();
    await query.done;
    await turn();
    await lock.run('query', 'other', () => order.push('query'));
    expect(lock.abortAsyncJob()).toBe(true);
    await expect(save).rejects.toMatchObject({ message: 'operation aborted: save: canceled by client' });
    expect(order).toEqual(['step', 'step ends', 'query', 'undo']);
    expect(lock.abortAsyncJob()).toBe(false);
  });

  test('what it permits can be chosen and changed', async () => {
    const lock = new JobLock();
    const backup = hold(lock, 'async', 'backup', { permits: [] });
    const job = await backup.job;
    await expect(lock.run('query', 'q', () => undefined, { timeout: 0 })).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_TIMEOUT' });
    const modify = lock.run('modify', 'm', () => 'modified');
    job.permit(['modify']);
    expect(await modify).toBe('modified');
    backup.end();
    await backup.done;
  });

  test('only they have nested steps', async () => {
    const lock = new JobLock();
    await expect(lock.run('modify', 'a', (job) => job.nested('b', () => undefined))).rejects.toThrow('only an async job has nested jobs');
  });
});

test('thousands in the queue are served quickly', async () => {
  const lock = new JobLock();
  let sum = 0;
  await Promise.all(Array.from({ length: 5000 }, (_, n) => lock.run('query', 'q', () => void (sum += n))));
  expect(sum).toBe((5000 * 4999) / 2);
});
