import type { Attributes, SFTPWrapper, Stats } from 'ssh2';

/** The sftp calls that we need, as promises. */
export interface SftpCalls {
  open(path: string, flags: string, mode?: number): Promise<Buffer>;
  close(handle: Buffer): Promise<void>;
  /** Bytes from a place in the file; none at its end. */
  read(handle: Buffer, length: number, position: number): Promise<Buffer>;
  write(handle: Buffer, data: Buffer): Promise<void>;
  sync(handle: Buffer): Promise<void>;
  setMode(handle: Buffer, mode: number): Promise<void>;
  names(path: string): Promise<string[]>;
  stat(path: string, followLinks: boolean): Promise<Attributes>;
  realPath(path: string): Promise<string>;
  readLink(path: string): Promise<string>;
  symlink(target: string, path: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  makeFolder(path: string, mode: number): Promise<void>;
  space(path: string): Promise<{ free: number; readOnly: boolean }>;
}

/** End of file, which sftp reports as an error. */
const EOF = 1;

type Done<T> = (error: Error | null | undefined, value: T) => void;

export function sftpCalls(sftp: SFTPWrapper): SftpCalls {
  const ask = <T>(start: (done: Done<T>) => unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      start((error, value) => (error ? reject(error) : resolve(value)));
    });
  const tell = (start: (done: (error?: Error | null) => void) => unknown): Promise<void> =>
    new Promise((resolve, reject) => {
      start((error) => (error ? reject(error) : resolve()));
    });
  return {
    open: (path, flags, mode) => ask<Buffer>((done) => (mode === undefined ? sftp.open(path, flags as 'r', done) : sftp.open(path, flags as 'r', mode, done))),
    close: (handle) => tell((done) => sftp.close(handle, done)),
    read: (handle, length, position) =>
      new Promise((resolve, reject) => {
        const buffer = Buffer.allocUnsafe(length);
        sftp.read(handle, buffer, 0, length, position, (error, count) => {
          const status = (error as { code?: unknown } | undefined)?.code;
          if (error && status !== EOF) reject(error);
          else resolve(buffer.subarray(0, error ? 0 : count));
        });
      }),
    write: (handle, data) => (data.length === 0 ? Promise.resolve() : tell((done) => sftp.write(handle, data, 0, data.length, 0, done))),
    sync: (handle) => tell((done) => sftp.ext_openssh_fsync(handle, done)),
    setMode: (handle, mode) => tell((done) => sftp.fchmod(handle, mode, done)),
    names: async (path) => (await ask<{ filename: string }[]>((done) => sftp.readdir(path, done as never))).map(({ filename }) => filename),
    stat: (path, followLinks) => ask<Stats>((done) => (followLinks ? sftp.stat(path, done) : sftp.lstat(path, done))),
    realPath: (path) => ask<string>((done) => sftp.realpath(path, done)),
    readLink: (path) => ask<string>((done) => sftp.readlink(path, done)),
    symlink: (target, path) => tell((done) => sftp.symlink(target, path, done)),
    link: (from, to) => tell((done) => sftp.ext_openssh_hardlink(from, to, done)),
    rename: (from, to) => tell((done) => sftp.ext_openssh_rename(from, to, done)),
    unlink: (path) => tell((done) => sftp.unlink(path, done)),
    makeFolder: (path, mode) => tell((done) => sftp.mkdir(path, { mode } as never, done)),
    space: async (path) => {
      const found = await ask<{ f_bavail: number; f_flag: number }>((done) => sftp.ext_openssh_statvfs(path, done));
      return { free: found.f_bavail, readOnly: (found.f_flag & 1) !== 0 };
    },
  };
}
