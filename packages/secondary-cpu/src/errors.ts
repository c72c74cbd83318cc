import { VirtError, type ErrorCode } from '@virtweave/core-util/errors';

/** An error about CPUs (`VIR_FROM_CPU`). */
export function cpuError(code: ErrorCode, detail?: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_CPU' });
}

export const unknownModel = (name: string): VirtError =>
  cpuError('VIR_ERR_INTERNAL_ERROR', `Unknown CPU model ${name}`);

export const unknownFeature = (name: string): VirtError =>
  cpuError('VIR_ERR_INTERNAL_ERROR', `Unknown CPU feature ${name}`);

/** The hypervisor does not have the model, and the document forbids another. */
export const modelNotSupported = (name: string): VirtError =>
  cpuError('VIR_ERR_CONFIG_UNSUPPORTED', `CPU model ${name} is not supported by hypervisor`);

/** An operation that an architecture does not have, in libvirt's words. */
export const noSupport = (what: string, arch: string): VirtError =>
  cpuError('VIR_ERR_NO_SUPPORT', `cannot ${what} for ${arch} architecture`);
