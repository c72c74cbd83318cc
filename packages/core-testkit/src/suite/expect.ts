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

/** Is a promise rejected with one of these codes? Drivers of libvirt differ in some. */
export async function isRefused(promise: Promise<unknown>, ...codes: readonly string[]): Promise<boolean> {
  const code = await codeOf(promise);
  return codes.includes(code) || fail(`rejected with ${code}, not ${codes.join(' or ')}`);
}

/** The code of the VirtError that a promise rejects with. Any other error is thrown on: it is the thing to look at. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await failure(promise);
  if (!isVirtError(error)) throw error;
  return error.code;
}
