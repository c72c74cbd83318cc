import { VirtError } from '../errors/virt-error.ts';

/** The error for a backing store string that cannot be understood. */
export function backingError(detail: string, cause?: unknown): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_STORAGE', ...(cause === undefined ? {} : { cause }) });
}

/** The same for the JSON form, where libvirt has another code. */
export function jsonError(detail: string, cause?: unknown): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_STORAGE', ...(cause === undefined ? {} : { cause }) });
}
