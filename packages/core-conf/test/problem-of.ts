import { isVirtError, type VirtError } from '@virtweave/core-util';

/** The VirtError that a call throws. */
export function problemOf(call: () => unknown): VirtError {
  try {
    call();
  } catch (error) {
    if (isVirtError(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
