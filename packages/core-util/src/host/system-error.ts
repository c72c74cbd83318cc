import type { ErrorDomain } from '../errors/codes.generated.ts';
import { isVirtError, VirtError } from '../errors/virt-error.ts';
import { errnoNumber, errnoWords, type ErrnoName } from './errno.ts';

/**
 * The VirtError for a failed system call: `cannot open '/x': No such file or directory`, `int1` the errno, `cause` the
 * original. A VirtError passes through as it is.
 *
 * @param doing What was tried and on what, such as `cannot open '/x'`.
 */
export function systemError(doing: string, cause: unknown): VirtError {
  if (isVirtError(cause)) return cause;
  const { code, message } = describe(cause);
  const words = (code === undefined ? undefined : errnoWords(code)) ?? message;
  const int1 = code === undefined ? undefined : errnoNumber(code);
  return new VirtError('VIR_ERR_SYSTEM_ERROR', `${doing}: ${words}`, { cause, ...(int1 === undefined ? {} : { int1 }) });
}

/** A system error that no system call made, such as EFBIG for a file that is longer than the caller allows. */
export function errnoError(doing: string, name: ErrnoName, cause?: unknown, domain?: ErrorDomain): VirtError {
  const detail = `${doing}: ${errnoWords(name) ?? name}`;
  const int1 = errnoNumber(name) ?? -1;
  return new VirtError('VIR_ERR_SYSTEM_ERROR', detail, { int1, ...(cause !== undefined && { cause }), ...(domain && { domain }) });
}

/** The system's name of an error, such as `ENOENT`, if it has one. */
export function errnoOf(error: unknown): string | undefined {
  return describe(error).code;
}

function describe(error: unknown): { code?: string; message: string } {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const { code, message } = error as { code?: unknown; message?: unknown };
  const words = typeof message === 'string' && message !== '' ? message : String(error);
  // Node's own refusal of a name with a NUL in it, which the system has no way to ask for.
  if (code === 'ERR_INVALID_ARG_VALUE') return { code: 'EINVAL', message: words };
  return typeof code === 'string' ? { code, message: words } : { message: words };
}
