import type { Host } from '../host/host.ts';
import { acquireFolderLock, type FolderLock, type FolderLockOptions } from './folder-lock.ts';

interface Shared {
  readonly lock: Promise<FolderLock>;
  users: number;
}

/**
 * Lets several connections of one process use the same state folder: the first takes the lock, the last gives it up.
 *
 * An object that somebody owns, not a table hidden in this library: two copies of the library in one process, or two
 * services that must not share, would not know of each other otherwise. A driver makes one beside its definition, and what
 * its connections share of a folder besides the lock (its objects, its job locks) belongs beside it in the same way.
 *
 * Folders count as the same when their real paths are, on the same `Host`.
 *
 * @example
 * ```ts
 * const locks = new FolderLocks();
 * const first = await locks.acquire(host, root, { program: 'my-service' });
 * const second = await locks.acquire(host, root, { program: 'my-service' });
 * await first.release();
 * await second.release(); // now others can have it
 * ```
 */
export class FolderLocks {
  readonly #shared = new WeakMap<Host, Map<string, Shared>>();

  async acquire(host: Host, folder: string, options: FolderLockOptions): Promise<FolderLock> {
    await host.makeFolder(folder, { signal: options.signal });
    const real = await host.realPath(folder, { signal: options.signal });
    const folders = this.#foldersOf(host);
    for (;;) {
      const found = folders.get(real);
      if (found === undefined) break;
      if (found.users > 0) return this.#use(folders, real, found);
      // The last user has just left: not before its lock is given up.
      await found.lock.then((lock) => lock.release()).catch(() => undefined);
    }
    // Without the signal: others may come to share it. Who aborts leaves, and the lock with the last one.
    const { signal: _, ...shared } = options;
    const entry: Shared = { lock: acquireFolderLock(host, real, shared), users: 0 };
    folders.set(real, entry);
    return this.#use(folders, real, entry, options.signal);
  }

  async #use(folders: Map<string, Shared>, real: string, entry: Shared, signal?: AbortSignal): Promise<FolderLock> {
    entry.users += 1;
    let lock: FolderLock;
    try {
      lock = await entry.lock;
    } catch (error) {
      if (folders.get(real) === entry) folders.delete(real);
      throw error;
    }
    let released: Promise<void> | undefined;
    const release = (): Promise<void> => (released ??= this.#leave(folders, real, entry, lock));
    if (signal?.aborted) {
      await release();
      throw signal.reason;
    }
    return { folder: lock.folder, owner: lock.owner, release };
  }

  async #leave(folders: Map<string, Shared>, real: string, entry: Shared, lock: FolderLock): Promise<void> {
    entry.users -= 1;
    if (entry.users > 0) return;
    try {
      await lock.release();
    } finally {
      if (folders.get(real) === entry) folders.delete(real);
    }
  }

  #foldersOf(host: Host): Map<string, Shared> {
    const found = this.#shared.get(host);
    if (found !== undefined) return found;
    const made = new Map<string, Shared>();
    this.#shared.set(host, made);
    return made;
  }
}
