import { VirtError, type ErrorCode } from '@virtweave/core-util';

/** The error of a definition that QEMU cannot run. */
export function refuse(detail: string, code: ErrorCode): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_QEMU' });
}

/** `VIR_ERR_CONFIG_UNSUPPORTED`: most of what is refused here. */
export function unsupported(detail: string): VirtError {
  return refuse(detail, 'VIR_ERR_CONFIG_UNSUPPORTED');
}

/** `VIR_ERR_XML_ERROR`. */
export function wrong(detail: string): VirtError {
  return refuse(detail, 'VIR_ERR_XML_ERROR');
}
