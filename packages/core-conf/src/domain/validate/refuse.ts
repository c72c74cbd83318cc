import { VirtError, type ErrorCode } from '@virtweave/core-util/errors';

/** The error of a definition that is well-formed but cannot stand. */
export function refuse(detail: string, code: ErrorCode = 'VIR_ERR_XML_ERROR'): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_DOMAIN' });
}

/** The same for what no hypervisor, or this one, can do (`VIR_ERR_CONFIG_UNSUPPORTED`). */
export function unsupported(detail: string): VirtError {
  return refuse(detail, 'VIR_ERR_CONFIG_UNSUPPORTED');
}
