import { VirtError } from '@virtweave/core-util/errors';

/** What is wrong with the protocol itself. */
export function rpcError(detail: string, cause?: unknown): VirtError {
  return new VirtError('VIR_ERR_RPC', detail, cause === undefined ? { domain: 'VIR_FROM_RPC' } : { domain: 'VIR_FROM_RPC', cause });
}
