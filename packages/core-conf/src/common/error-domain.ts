import { isVirtError, VirtError, type ErrorDomain } from '@virtweave/core-util';

/** Runs a reader whose errors belong to another part of libvirt than the domain documents that tables speak for. */
export function inErrorDomain<T>(domain: ErrorDomain, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isVirtError(error) || error.domain !== 'VIR_FROM_DOMAIN') throw error;
    throw new VirtError(error.code, error.detail, {
      domain,
      cause: error,
      ...(error.place !== undefined && { place: error.place }),
    });
  }
}
