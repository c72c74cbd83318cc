import { VirtError, isVirtError } from '@virtweave/core-util/errors';

/** What only works by passing an open file to the other process, which Node cannot do. */
export function needsDescriptors(name: string): Promise<never> {
  const detail = `${name} passes file descriptors over the socket, which Node.js cannot do`;
  return Promise.reject(new VirtError('VIR_ERR_NO_SUPPORT', detail, { domain: 'VIR_FROM_REMOTE' }));
}

/** A server that is older than the procedure says so in the protocol's terms: for callers it is missing support. */
export function asUnsupported(error: unknown, procedure: string): unknown {
  if (!isVirtError(error, 'VIR_ERR_RPC') || error.detail?.startsWith('unknown procedure') !== true) return error;
  return new VirtError('VIR_ERR_NO_SUPPORT', `${procedure}: the server does not know it (${error.detail})`, {
    domain: 'VIR_FROM_REMOTE',
    cause: error,
  });
}

/** The server, or its driver, has no such function. */
export function isUnsupported(error: unknown): boolean {
  return isVirtError(error, 'VIR_ERR_NO_SUPPORT');
}
