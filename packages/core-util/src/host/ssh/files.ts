import { VirtError } from '../../errors/virt-error.ts';
import type { CallOptions, FileStat, ReadOptions, WriteOptions } from '../host.ts';
import { errnoError, errnoOf } from '../system-error.ts';
import { folderOf, temporaryName } from '../temporary-name.ts';
import { checkStatus } from '../run-errors.ts';
import { runScript } from './exec.ts';
import type { SshLink } from './link.ts';
import { SFTP_FAILURE, sftpError, sftpStatus } from './sftp-error.ts';
import { sftpCalls, type SftpCalls } from './sftp-calls.ts';

const DEFAULT_MAX = 64 * 1024 * 1024;
/** Most that one request reads, in bytes. */
const CHUNK = 256 * 1024;
const FIRST_CHUNK = 4096;

/** Opens sftp for a call, refuses names that it cannot carry, and puts errors into words. */
async function files<T>(link: SshLink, options: CallOptions, doing: string, path: string, action: (sftp: SftpCalls) => Promise<T>): Promise<T> {
  return link.call(options, async () => {
    if (path.includes('\0')) throw errnoError(doing, 'EINVAL', new Error('NUL in a name'));
    const sftp = sftpCalls(await link.sftp());
    try {
      return await action(sftp);
    } catch (error) {
      if (options.signal?.aborted && error === options.signal.reason) throw error;
      throw sftpError(doing, error);
    }
  });
}

export function readFile(link: SshLink, path: string, options: ReadOptions = {}): Promise<Buffer> {
  const { offset = 0, length, maxBytes = DEFAULT_MAX } = options;
  const doing = `cannot read '${path}'`;
  return files(link, options, doing, path, async (sftp) => {
    const found = await sftp.stat(path, true);
    const type = typeOf(found.mode);
    // Over there the whole sftp session would wait for a writer.
    if (type === 'fifo') throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `${doing} over ssh: it is a fifo`);
    if (type === 'folder') throw errnoError(doing, 'EISDIR');
    const most = length ?? maxBytes;
    if (length === undefined && type === 'file' && found.size - offset > maxBytes) throw errnoError(doing, 'EFBIG');
    const handle = await sftp.open(path, 'r');
    try {
      const chunks: Buffer[] = [];
      let done = 0;
      let wanted = found.size > offset ? found.size - offset + 1 : FIRST_CHUNK;
      for (;;) {
        options.signal?.throwIfAborted();
        // One more than allowed shows that there is more.
        const chunk = await sftp.read(handle, Math.max(1, Math.min(wanted, CHUNK, most + 1 - done)), offset + done);
        chunks.push(chunk);
        done += chunk.length;
        if (chunk.length === 0) break;
        if (done > most) {
          if (length === undefined) throw errnoError(doing, 'EFBIG');
          break;
        }
        wanted = CHUNK;
      }
      return Buffer.concat(chunks, done).subarray(0, most);
    } finally {
      await sftp.close(handle);
    }
  });
}

export function writeFile(link: SshLink, path: string, data: string | Uint8Array, options: WriteOptions = {}): Promise<void> {
  const { mode = 0o600, durable = true, signal } = options;
  const doing = `cannot write '${path}'`;
  return files(link, options, doing, path, async (sftp) => {
    const temporary = temporaryName(path);
    try {
      await writeNew(sftp, temporary, Buffer.from(data), mode, durable);
      signal?.throwIfAborted();
      await sftp.rename(temporary, path);
    } catch (error) {
      await discard(sftp, temporary);
      throw await explain(sftp, doing, path, error);
    }
    if (durable) await syncFolder(sftp, folderOf(path));
  });
}

export function createFile(
  link: SshLink,
  path: string,
  data: string | Uint8Array,
  options: { mode?: number; durable?: boolean } & CallOptions = {},
): Promise<boolean> {
  const { mode = 0o600, durable = true, signal } = options;
  const doing = `cannot create '${path}'`;
  return files(link, options, doing, path, async (sftp) => {
    const temporary = temporaryName(path);
    try {
      await writeNew(sftp, temporary, Buffer.from(data), mode, durable);
      signal?.throwIfAborted();
      await sftp.link(temporary, path);
    } catch (error) {
      // "Failure" is all that sftp says for EEXIST.
      if (sftpStatus(error) === SFTP_FAILURE && (await attributes(sftp, path, false)) !== undefined) return false;
      throw await explain(sftp, doing, path, error);
    } finally {
      await discard(sftp, temporary);
    }
    if (durable) await syncFolder(sftp, folderOf(path));
    return true;
  });
}

export function appendFile(
  link: SshLink,
  path: string,
  data: string | Uint8Array,
  options: { mode?: number } & CallOptions = {},
): Promise<void> {
  const doing = `cannot append to '${path}'`;
  return files(link, options, doing, path, async (sftp) => {
    try {
      const handle = await sftp.open(path, 'a', options.mode ?? 0o600);
      try {
        await sftp.write(handle, Buffer.from(data));
      } finally {
        await sftp.close(handle);
      }
    } catch (error) {
      throw await explain(sftp, doing, path, error);
    }
  });
}

export function list(link: SshLink, path: string, options: CallOptions = {}): Promise<readonly string[] | undefined> {
  const doing = `cannot open folder '${path}'`;
  return files(link, options, doing, path, async (sftp) => {
    try {
      return (await sftp.names(path)).sort();
    } catch (error) {
      if (sftpStatus(error) !== 2) throw error;
      // ENOTDIR comes as "no such file" too.
      if ((await attributes(sftp, path, true)) !== undefined) throw errnoError(doing, 'ENOTDIR', error);
      return undefined;
    }
  });
}

export function stat(link: SshLink, path: string, options: { followLinks?: boolean } & CallOptions = {}): Promise<FileStat | undefined> {
  return files(link, options, `cannot stat '${path}'`, path, (sftp) => attributes(sftp, path, options.followLinks !== false));
}

export function realPath(link: SshLink, path: string, options: CallOptions = {}): Promise<string> {
  return files(link, options, `cannot resolve '${path}'`, path, async (sftp) => {
    // sftp-server is content when the last part is absent.
    await sftp.stat(path, true);
    return sftp.realPath(path);
  });
}

export function readLink(link: SshLink, path: string, options: CallOptions = {}): Promise<string | undefined> {
  return files(link, options, `cannot read link '${path}'`, path, async (sftp) => {
    try {
      return await sftp.readLink(path);
    } catch (error) {
      if (sftpStatus(error) === 2) return undefined;
      throw error;
    }
  });
}

export function symlink(link: SshLink, target: string, path: string, options: CallOptions = {}): Promise<void> {
  const doing = `cannot create link '${path}'`;
  return files(link, options, doing, path, async (sftp) => {
    const temporary = temporaryName(path);
    try {
      await sftp.symlink(target, temporary);
      await sftp.rename(temporary, path);
    } catch (error) {
      await discard(sftp, temporary);
      throw await explain(sftp, doing, path, error);
    }
    await syncFolder(sftp, folderOf(path));
  });
}

export function rename(link: SshLink, from: string, to: string, options: { durable?: boolean } & CallOptions = {}): Promise<void> {
  const doing = `cannot rename '${from}' to '${to}'`;
  return files(link, options, doing, from + to, async (sftp) => {
    await sftp.rename(from, to);
    if (options.durable === false) return;
    await syncFolder(sftp, folderOf(to));
    if (folderOf(from) !== folderOf(to)) await syncFolder(sftp, folderOf(from));
  });
}

export function remove(
  link: SshLink,
  path: string,
  options: { recursive?: boolean; durable?: boolean } & CallOptions = {},
): Promise<boolean> {
  const doing = `cannot remove '${path}'`;
  return files(link, options, doing, path, async (sftp) => {
    try {
      await sftp.unlink(path);
    } catch (error) {
      if (sftpStatus(error) === 2) return false;
      const found = await attributes(sftp, path, false);
      if (found?.type !== 'folder') throw await explain(sftp, doing, path, error);
      if (options.recursive !== true) throw errnoError(doing, 'EISDIR', error);
      checkStatus('rm', ['-rf', path], {}, await runScript(link, 'LC_ALL=C exec rm -rf -- "$1"', [path]));
    }
    if (options.durable !== false) await syncFolder(sftp, folderOf(path));
    return true;
  });
}

export function makeFolder(
  link: SshLink,
  path: string,
  options: { mode?: number; durable?: boolean } & CallOptions = {},
): Promise<void> {
  const doing = `cannot create folder '${path}'`;
  const make = async (sftp: SftpCalls, folder: string): Promise<void> => {
    try {
      await sftp.makeFolder(folder, options.mode ?? 0o700);
    } catch (error) {
      const found = await attributes(sftp, folder, true);
      if (found?.type === 'folder') return;
      if (found !== undefined) throw errnoError(doing, folder === path ? 'EEXIST' : 'ENOTDIR', error);
      if (sftpStatus(error) !== 2 || folderOf(folder) === folder) throw await explain(sftp, doing, folder, error);
      await make(sftp, folderOf(folder));
      return make(sftp, folder);
    }
    if (options.durable !== false) await syncFolder(sftp, folderOf(folder));
  };
  return files(link, options, doing, path, (sftp) => make(sftp, path.replace(/(?<=.)\/+$/, '')));
}

async function writeNew(sftp: SftpCalls, path: string, data: Buffer, mode: number, durable: boolean): Promise<void> {
  const handle = await sftp.open(path, 'wx', mode);
  try {
    await sftp.write(handle, data);
    if (mode !== 0o600) await sftp.setMode(handle, mode);
    if (durable) await sftp.sync(handle);
  } finally {
    await sftp.close(handle);
  }
}

async function syncFolder(sftp: SftpCalls, path: string): Promise<void> {
  const handle = await sftp.open(path, 'r');
  try {
    await sftp.sync(handle);
  } finally {
    await sftp.close(handle);
  }
}

async function discard(sftp: SftpCalls, temporary: string): Promise<void> {
  // Absent: it never came into being. The failure that brought us here is what the caller hears of.
  await sftp.unlink(temporary).catch(() => undefined);
}

/** What is behind sftp's bare "failure" of a write: it cannot say ENOSPC or EROFS, but the file system can be asked. */
async function explain(sftp: SftpCalls, doing: string, path: string, error: unknown): Promise<unknown> {
  if (sftpStatus(error) !== SFTP_FAILURE) return error;
  const found = await sftp.space(folderOf(path)).catch(() => undefined);
  if (found?.readOnly === true) return errnoError(doing, 'EROFS', error);
  return found?.free === 0 ? errnoError(doing, 'ENOSPC', error) : error;
}

async function attributes(sftp: SftpCalls, path: string, followLinks: boolean): Promise<FileStat | undefined> {
  try {
    const { mode, size, uid, gid, mtime } = await sftp.stat(path, followLinks);
    // sftp does not tell ctime.
    return { type: typeOf(mode), mode: mode & 0o7777, size, uid, gid, mtime, ctime: mtime };
  } catch (error) {
    if (sftpStatus(error) === 2 || errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function typeOf(mode: number): FileStat['type'] {
  switch (mode & 0o170000) {
    case 0o040000:
      return 'folder';
    case 0o120000:
      return 'link';
    case 0o060000:
      return 'block';
    case 0o020000:
      return 'character';
    case 0o140000:
      return 'socket';
    case 0o010000:
      return 'fifo';
    default:
      return 'file';
  }
}
