import { expect, test } from '@jest/globals';
import { Reverter, VirtError, withReverter } from '../src/index.ts';

const original = new VirtError('VIR_ERR_NO_DOMAIN', `no domain 'web'`, { domain: 'VIR_FROM_QEMU', int1: 7 });

test('undoes last first, one after the other, and the error comes through as it is', async () => {
  const order: string[] = [];
  const operation = withReverter(async (undo) => {
    undo.add('one', async () => {
      await Promise.resolve();
      order.push('one');
    });
    undo.add('two', async () => {
      await Promise.resolve();
      order.push('two');
    });
    throw original;
  });
  await expect(operation).rejects.toBe(original);
  expect(order).toEqual(['two', 'one']);
});

test('success forgets the steps', async () => {
  let undone = false;
  expect(
    await withReverter((undo) => {
      undo.add('x', () => void (undone = true));
      return 5;
    }),
  ).toBe(5);
  const undo = new Reverter();
  undo.add('x', () => void (undone = true));
  undo.success();
  expect(await undo.revert(original)).toBe(original);
  expect(undone).toBe(false);
});

test('a step that fails: the others run, and nothing is swallowed', async () => {
  const undo = new Reverter();
  let first = false;
  const stuck = new Error('device busy');
  undo.add('remove first', () => void (first = true));
  undo.add('remove tap vnet0', () => Promise.reject(stuck));
  undo.add('close', () => {
    throw new VirtError('VIR_ERR_RPC', 'gone');
  });
  const error = (await undo.revert(original)) as VirtError;
  expect(first).toBe(true);
  expect(error).toMatchObject({
    code: 'VIR_ERR_NO_DOMAIN',
    domain: 'VIR_FROM_QEMU',
    int1: 7,
    detail: `no domain 'web' (and not everything could be undone: cannot close: gone; cannot remove tap vnet0: device busy)`,
  });
  expect((error.cause as AggregateError).errors).toEqual([original, expect.objectContaining({ code: 'VIR_ERR_RPC' }), stuck]);
});

test('an abort comes through, unless undoing failed', async () => {
  const reason = AbortSignal.abort().reason as Error;
  expect(await new Reverter().revert(reason)).toBe(reason);
  const undo = new Reverter();
  undo.add('x', () => Promise.reject(new Error('no')));
  expect(await undo.revert(reason)).toMatchObject({ code: 'VIR_ERR_OPERATION_ABORTED', detail: expect.stringContaining('cannot x: no') });
  const other = new Reverter();
  other.add('x', () => Promise.reject(new Error('no')));
  expect(await other.revert(new RangeError('bug'))).toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
});

test('a step that comes too late is refused, not lost', async () => {
  const undo = new Reverter();
  await undo.revert(original);
  expect(() => undo.add('late', () => undefined)).toThrow(`undo step 'late' was added after undoing had begun`);
});

test('as an async disposable', async () => {
  const undo = new Reverter();
  undo.add('x', () => Promise.reject(new Error('no')));
  await expect(undo[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_FAILED' });
  expect(undo.size).toBe(0);
});
