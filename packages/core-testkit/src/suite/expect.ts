import { isVirtError } from '@virtweave/core-api';
import { deepStrictEqual, fail, strictEqual } from 'node:assert/strict';

/** The little that the suite asks of an assertion library; jest's and vitest's `expect` have it. */
export type SuiteExpect = (value: unknown) => {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
};

/** For runners without an `expect`, such as node:test. */
export const assertExpect: SuiteExpect = (value) => ({
  toBe: (expected) => strictEqual(value, expected),
  toEqual: (expected) => deepStrictEqual(value, expected),
});

/** What a promise rejects with; fails when it resolves. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  return fail(`expected a rejection, got ${String(value)}`);
}

/** The code of the VirtError that a promise rejects with. Any other error is thrown on: it is the thing to look at. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await failure(promise);
  if (!isVirtError(error)) throw error;
  return error.code;
}
