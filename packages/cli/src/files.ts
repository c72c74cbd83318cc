import { fstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { CommandError } from './errors.ts';
import type { AnyArgs } from './grammar/args.ts';

/** Documents are small; a device that never ends is none. */
const limit = 10 * 1024 * 1024;

/**
 * Reads a document from a file, or a pipe.
 *
 * @throws CommandError with the system's reason
 */
export async function readDocument(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new CommandError(`Failed to open file '${path}': ${reasonOf(error)}`, {});
  }
  if (text.length > limit) throw new CommandError(`Failed to read file '${path}': Value too large for defined data type`);
  // A terminating NUL may come with it when the writer was a C program.
  return text.replace(/\0+$/, '');
}

/** Descriptors that `--pass-fds` names: files that are open in this process. @throws CommandError for what is none */
export function passedFiles(args: AnyArgs): number[] {
  const written = args.text('pass-fds');
  if (written === undefined) return [];
  return written.split(',').map((each) => {
    if (!/^\d+$/.test(each)) throw new CommandError(`Unable to parse FD number '${each}'`);
    const descriptor = Number(each);
    try {
      fstatSync(descriptor);
    } catch (error) {
      throw new CommandError(`Cannot duplicate FD ${descriptor}: ${reasonOf(error)}`);
    }
    return descriptor;
  });
}

/** What the system says of an error: `No such file or directory`. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && reasons[code]) ?? message;
}

const reasons: Readonly<Record<string, string>> = {
  EBADF: 'Bad file descriptor',
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  EEXIST: 'File exists',
  ENOSPC: 'No space left on device',
};
