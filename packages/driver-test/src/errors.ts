import { VirtError, type ErrorCode, type VirtErrorOptions } from '@virtweave/core-util/errors';

/** An error of this driver (`VIR_FROM_TEST`). */
export function testError(code: ErrorCode, detail?: string, options: Omit<VirtErrorOptions, 'domain'> = {}): VirtError {
  return new VirtError(code, detail, { ...options, domain: 'VIR_FROM_TEST' });
}

/** An error of what all drivers do with domains (`VIR_FROM_DOMAIN`). */
export function domainError(code: ErrorCode, detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_DOMAIN' });
}

/** An error about a snapshot (`VIR_FROM_DOMAIN_SNAPSHOT`). */
export function snapshotError(code: ErrorCode, detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_DOMAIN_SNAPSHOT' });
}

/** An error about a pool (`VIR_FROM_STORAGE`). */
export function storageError(code: ErrorCode, detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_STORAGE' });
}
