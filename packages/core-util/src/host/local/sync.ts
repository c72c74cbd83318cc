import fs from 'node:fs';
import { errnoOf, systemError } from '../system-error.ts';
import { fsync } from './promised.ts';

interface FolderSync {
  /** The fsync that has begun. It may miss names that were changed since. */
  running: Promise<void>;
  /** The one after it, shared by all who came in the meantime. */
  next: Promise<void> | undefined;
}

const folders = new Map<string, FolderSync>();

/** Makes the names in a folder survive a power cut. Calls made while another is under way share the next one. */
export function syncFolder(path: string): Promise<void> {
  const current = folders.get(path);
  if (current === undefined) return begin(path);
  current.next ??= current.running.then(
    () => begin(path),
    () => begin(path),
  );
  return current.next;
}

function begin(path: string): Promise<void> {
  const running = syncNow(path).finally(() => {
    if (folders.get(path) === state && state.next === undefined) folders.delete(path);
  });
  const state: FolderSync = { running, next: undefined };
  folders.set(path, state);
  return running;
}

async function syncNow(path: string): Promise<void> {
  try {
    const folder = fs.openSync(path, 'r');
    try {
      await fsync(folder);
    } finally {
      fs.closeSync(folder);
    }
  } catch (error) {
    // Some file systems (of FUSE, 9p) cannot do it for folders; there is nothing more that one could do then.
    if (errnoOf(error) !== 'EINVAL' && errnoOf(error) !== 'ENOTSUP') throw systemError(`cannot sync folder '${path}'`, error);
  }
}
