import fs from 'node:fs';
import { resolve } from 'node:path';
import type { CallOptions, FileStat, ReadOptions, WriteOptions } from '../host.ts';
import { errnoError, errnoOf, systemError } from '../system-error.ts';
import { folderOf, temporaryName } from '../temporary-name.ts';
import { fsync, write } from './promised.ts';
import { readUpTo } from './read.ts';
import { syncFolder } from './sync.ts';

/**
 * Files of this machine. Calls that only touch the folder's own metadata are made synchronously: each takes some ten
 * microseconds, where a trip to libuv's threads costs a hundred. What waits for a disk (fsync, long writes, reads of
 * other people's files) does go to the threads.
 */

/** Longest write that is made synchronously, in bytes. */
const SHORT_WRITE = 256 * 1024;

export async function readFile(path: string, options: ReadOptions = {}): Promise<Buffer> {
  options.signal?.throwIfAborted();
  return readUpTo(path, options);
}

export async function writeFile(path: string, data: string | Uint8Array, options: WriteOptions = {}): Promise<void> {
  const { mode = 0o600, durable = true, signal } = options;
  signal?.throwIfAborted();
  const temporary = temporaryName(path);
  try {
    await writeNew(temporary, data, mode, durable);
    signal?.throwIfAborted();
    fs.renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    if (signal?.aborted && error === signal.reason) throw error;
    throw systemError(`cannot write '${path}'`, error);
  }
  if (durable) await syncFolder(folderOf(path));
}

export async function createFile(
  path: string,
  data: string | Uint8Array,
  options: { mode?: number; durable?: boolean } & CallOptions = {},
): Promise<boolean> {
  const { mode = 0o600, durable = true, signal } = options;
  signal?.throwIfAborted();
  // The content is complete before the name appears; link(2), unlike rename(2), does not replace what is there.
  const temporary = temporaryName(path);
  try {
    await writeNew(temporary, data, mode, durable);
    signal?.throwIfAborted();
    fs.linkSync(temporary, path);
  } catch (error) {
    if (signal?.aborted && error === signal.reason) throw error;
    if (errnoOf(error) === 'EEXIST') return false;
    throw systemError(`cannot create '${path}'`, error);
  } finally {
    discard(temporary);
  }
  if (durable) await syncFolder(folderOf(path));
  return true;
}

export async function appendFile(
  path: string,
  data: string | Uint8Array,
  options: { mode?: number } & CallOptions = {},
): Promise<void> {
  options.signal?.throwIfAborted();
  try {
    const file = fs.openSync(path, 'a', options.mode ?? 0o600);
    try {
      await writeAll(file, data);
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    throw systemError(`cannot append to '${path}'`, error);
  }
}

async function writeNew(path: string, data: string | Uint8Array, mode: number, durable: boolean): Promise<void> {
  const file = fs.openSync(path, 'wx', mode);
  try {
    await writeAll(file, data);
    // The umask may have taken bits away.
    if (mode !== 0o600) fs.fchmodSync(file, mode);
    if (durable) await fsync(file);
  } finally {
    fs.closeSync(file);
  }
}

async function writeAll(file: number, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  let done = 0;
  while (done < bytes.length) {
    const part = bytes.length <= SHORT_WRITE ? fs.writeSync(file, bytes, done) : await write(file, bytes, done);
    done += part;
  }
}

export async function list(path: string, options: CallOptions = {}): Promise<readonly string[] | undefined> {
  options.signal?.throwIfAborted();
  try {
    return (await fs.promises.readdir(path)).sort();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw systemError(`cannot open folder '${path}'`, error);
  }
}

export async function stat(
  path: string,
  options: { followLinks?: boolean } & CallOptions = {},
): Promise<FileStat | undefined> {
  options.signal?.throwIfAborted();
  try {
    const found = await (options.followLinks === false ? fs.promises.lstat : fs.promises.stat)(path, { bigint: true });
    return {
      type: typeOf(found),
      size: Number(found.size),
      mode: Number(found.mode) & 0o7777,
      uid: Number(found.uid),
      gid: Number(found.gid),
      mtime: Number(found.mtimeNs) / 1e9,
      ctime: Number(found.ctimeNs) / 1e9,
      inode: found.ino,
      device: found.dev,
      allocated: Number(found.blocks) * 512,
    };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw systemError(`cannot stat '${path}'`, error);
  }
}

function typeOf(found: fs.BigIntStats): FileStat['type'] {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'folder';
  if (found.isSymbolicLink()) return 'link';
  if (found.isBlockDevice()) return 'block';
  if (found.isCharacterDevice()) return 'character';
  return found.isSocket() ? 'socket' : 'fifo';
}

export async function realPath(path: string, options: CallOptions = {}): Promise<string> {
  options.signal?.throwIfAborted();
  try {
    return await fs.promises.realpath(path);
  } catch (error) {
    throw systemError(`cannot resolve '${path}'`, error);
  }
}

export async function readLink(path: string, options: CallOptions = {}): Promise<string | undefined> {
  options.signal?.throwIfAborted();
  try {
    return await fs.promises.readlink(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw systemError(`cannot read link '${path}'`, error);
  }
}

export async function symlink(target: string, path: string, options: CallOptions = {}): Promise<void> {
  options.signal?.throwIfAborted();
  const temporary = temporaryName(path);
  try {
    fs.symlinkSync(target, temporary);
    fs.renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    throw systemError(`cannot create link '${path}'`, error);
  }
  await syncFolder(folderOf(path));
}

export async function rename(
  from: string,
  to: string,
  options: { durable?: boolean } & CallOptions = {},
): Promise<void> {
  options.signal?.throwIfAborted();
  try {
    fs.renameSync(from, to);
  } catch (error) {
    throw systemError(`cannot rename '${from}' to '${to}'`, error);
  }
  if (options.durable === false) return;
  // The new name first: between the two the file may have both names, but never none.
  await syncFolder(folderOf(to));
  if (folderOf(from) !== folderOf(to)) await syncFolder(folderOf(from));
}

export async function remove(
  path: string,
  options: { recursive?: boolean; durable?: boolean } & CallOptions = {},
): Promise<boolean> {
  options.signal?.throwIfAborted();
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (isAbsent(error)) return false;
    const folder = fs.lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    // unlink(2) of a folder says EISDIR on Linux, EPERM elsewhere.
    if (!folder) throw systemError(`cannot remove '${path}'`, error);
    if (options.recursive !== true) throw errnoError(`cannot remove '${path}'`, 'EISDIR', error);
    try {
      await fs.promises.rm(path, { recursive: true });
    } catch (failed) {
      throw systemError(`cannot remove '${path}'`, failed);
    }
  }
  if (options.durable !== false) await syncFolder(folderOf(path));
  return true;
}

export async function makeFolder(
  path: string,
  options: { mode?: number; durable?: boolean } & CallOptions = {},
): Promise<void> {
  options.signal?.throwIfAborted();
  let first: string | undefined;
  try {
    first = fs.mkdirSync(path, { recursive: true, mode: options.mode ?? 0o700 });
  } catch (error) {
    throw systemError(`cannot create folder '${path}'`, error);
  }
  if (first === undefined || options.durable === false) return;
  // Each new folder's name is content of the one above it.
  let folder = resolve(path);
  while (folder.length >= first.length) {
    folder = folderOf(folder);
    await syncFolder(folder);
  }
}

/** Removes what a failed call has begun. The failure itself is what the caller hears of, even when this fails as well. */
function discard(temporary: string): void {
  try {
    fs.unlinkSync(temporary);
  } catch {
    // Absent: it never came into being, or it has its final name by now.
  }
}

function isAbsent(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
