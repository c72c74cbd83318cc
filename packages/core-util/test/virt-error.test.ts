import { describe, expect, jest, test } from '@jest/globals';
import { VirtError, isVirtError } from '../src/errors/index.ts';

describe('an error of another copy of this package', () => {
  test('is known by instanceof and by isVirtError', async () => {
    jest.resetModules();
    const other = await import('../src/errors/index.ts');
    const error = new other.VirtError('VIR_ERR_NO_DOMAIN', 'gone');
    expect(other.VirtError).not.toBe(VirtError);
    expect(error instanceof VirtError).toBe(true);
    expect(isVirtError(error, 'VIR_ERR_NO_DOMAIN')).toBe(true);
  });
});

describe('instanceof', () => {
  class Special extends VirtError {}

  test('tells other errors, and what is none', () => {
    for (const other of [new Error('x'), {}, null, undefined, 'VirtError']) expect(other instanceof VirtError).toBe(false);
  });

  test('of a class made from it is as for all classes', () => {
    expect(new Special('VIR_ERR_NO_DOMAIN') instanceof Special).toBe(true);
    expect(new Special('VIR_ERR_NO_DOMAIN') instanceof VirtError).toBe(true);
    expect(new VirtError('VIR_ERR_NO_DOMAIN') instanceof Special).toBe(false);
  });
});
