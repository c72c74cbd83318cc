import { VirtError, isVirtError } from '@virtweave/core-util';
import { isJsonObject, type Json } from './json.ts';

/** QEMU's error classes (`QapiErrorClass`). */
export type QmpErrorClass = 'GenericError' | 'CommandNotFound' | 'DeviceNotActive' | 'DeviceNotFound' | 'KVMMissingCap';

/** The error for a command that QEMU refused, in libvirt's words. QEMU's class is kept in `str3`. */
export function commandRefused(command: string, error: Json | undefined): VirtError {
  const fields = isJsonObject(error) ? error : {};
  const detail = typeof fields['desc'] === 'string' ? fields['desc'] : 'unknown QEMU command error';
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `unable to execute QEMU command '${command}': ${detail}`, {
    domain: 'VIR_FROM_QEMU',
    str3: typeof fields['class'] === 'string' ? fields['class'] : 'GenericError',
  });
}

/** The class that QEMU gave when it refused a command; undefined for every other error. */
export function qmpErrorClass(error: unknown): QmpErrorClass | undefined {
  if (!isVirtError(error, 'VIR_ERR_INTERNAL_ERROR') || error.domain !== 'VIR_FROM_QEMU') return undefined;
  return error.detail?.startsWith('unable to execute QEMU command') === true
    ? (error.str3 as QmpErrorClass)
    : undefined;
}

/** The monitor's socket ended: QEMU died, was ended, or somebody closed the connection. */
export function endOfMonitor(cause?: unknown): VirtError {
  return monitorError('End of file from qemu monitor', cause);
}

/** Something is wrong with the conversation itself. */
export function monitorError(detail: string, cause?: unknown): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, {
    domain: 'VIR_FROM_QEMU',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** QEMU did not answer in time. */
export function monitorHangs(label: string, command: string, milliseconds: number): VirtError {
  const detail = `QEMU monitor ${label} did not answer command '${command}' within ${milliseconds / 1000} seconds`;
  return new VirtError('VIR_ERR_OPERATION_TIMEOUT', detail, { domain: 'VIR_FROM_QEMU' });
}
