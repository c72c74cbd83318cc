import type { VirtError } from '../../errors/virt-error.ts';
import type { ErrnoName } from '../errno.ts';
import { errnoError, systemError } from '../system-error.ts';

/** What sftp's version 3 calls the system's errors. ENOTDIR and ELOOP come as "no such file", EPERM as "permission denied". */
const byStatus: Readonly<Record<number, ErrnoName | undefined>> = { 2: 'ENOENT', 3: 'EACCES', 5: 'EINVAL', 8: 'ENOSYS' };

/** sftp's "failure": all errors of the system that it has no number for. */
export const SFTP_FAILURE = 4;

/** The system's error behind a failed sftp call, as far as it can be told. */
export function sftpError(doing: string, error: unknown): VirtError {
  const name = byStatus[sftpStatus(error) ?? -1];
  if (name === undefined) return systemError(doing, error);
  // The cause carries the name, so that errnoOf() finds it as with local files.
  return errnoError(doing, name, Object.assign(new Error((error as Error).message, { cause: error }), { code: name }));
}

export function sftpStatus(error: unknown): number | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'number' ? code : undefined;
}
