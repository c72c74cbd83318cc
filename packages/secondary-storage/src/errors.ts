import { VirtError, isVirtError, type ErrorCode } from '@virtweave/core-util/errors';

/** An error of this driver (`VIR_FROM_STORAGE`). */
export function storageError(code: ErrorCode, detail: string, cause?: unknown): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_STORAGE', ...(cause !== undefined && { cause }) });
}

/** A request that does not fit the state of things. */
export function invalidState(detail: string): VirtError {
  return storageError('VIR_ERR_OPERATION_INVALID', detail);
}

/** A part of a document that this kind of pool cannot do. */
export function unsupported(detail: string): VirtError {
  return storageError('VIR_ERR_CONFIG_UNSUPPORTED', detail);
}

/** A member that this kind of pool has not. */
export function noSupport(detail: string): VirtError {
  return storageError('VIR_ERR_NO_SUPPORT', detail);
}

/** Says what was being done when a program failed: `cannot extend file '/x': File too large`. What was aborted stays as it is. */
export function toolFailure(doing: string, error: unknown): unknown {
  if (!isVirtError(error)) return error;
  const words = error.detail?.split('\n')[0]?.split(': ').at(-1);
  return storageError('VIR_ERR_SYSTEM_ERROR', `${doing}${words === undefined ? '' : `: ${words}`}`, error);
}
