import { isVirtError, VirtError } from '../errors/virt-error.ts';
import type { CallOptions, Host } from '../host/host.ts';
import { errnoError } from '../host/system-error.ts';
import { decodeFileName, encodeFileName } from './file-name.ts';
import { loadFolder, type LoadedState } from './load.ts';

export interface StateStoreOptions {
  /** What the files end in. Default `.xml`. */
  readonly suffix?: string;
  /** Do writes survive a power cut? Default true; false for a folder in /run, which does not survive one anyway. */
  readonly durable?: boolean;
  /** Folders of links within the store's, such as `autostart`. */
  readonly links?: readonly string[];
  /** Permission bits of the files. Default 0o600. */
  readonly mode?: number;
}

/**
 * One kind of objects of a driver, each in a file of its own: `web.xml` for the domain `web`, and `autostart/web.xml`
 * linked to it when it starts with the host. The files are the truth; nothing is kept in memory.
 *
 * When a promise resolves, the change survives a power cut; when it rejects, with the host's error (a full disk,
 * a read-only one), the old state stands. A death at any moment leaves the old or the new state. Changes of one object
 * happen in the order of the calls. Those of different objects go side by side, and share the syncs of the folder, which
 * `Host` combines.
 *
 * One process owns a folder ({@link acquireFolderLock}): take the lock before opening.
 *
 * @example
 * ```ts
 * const { store, entries, damaged } = await StateStore.open(host, '/etc/virtweave/qemu', parseDomain, { links: ['autostart'] });
 * for (const { path, error } of damaged) logger.error(`${path}: ${error.message}`);
 * await store.put('web', xml);
 * await store.link('autostart', 'web');
 * await store.delete('web'); // true, and its link is gone as well
 * ```
 */
export class StateStore {
  readonly folder: string;
  readonly #host: Host;
  readonly #suffix: string;
  readonly #durable: boolean;
  readonly #links: readonly string[];
  readonly #mode: number;
  /** The last change of each object that has one under way. */
  readonly #changes = new Map<string, Promise<void>>();

  constructor(host: Host, folder: string, options: StateStoreOptions = {}) {
    this.#host = host;
    this.folder = folder;
    this.#suffix = options.suffix ?? '.xml';
    this.#durable = options.durable ?? true;
    this.#links = options.links ?? [];
    this.#mode = options.mode ?? 0o600;
  }

  /**
   * Makes the folder where it is absent, removes what a crash left behind, and reads everything.
   *
   * @param parse Makes an object of a file's text. What it throws counts as damage: the file is set aside as
   * `web.xml.damaged` and reported, and the others are read all the same.
   */
  static async open<T>(
    host: Host,
    folder: string,
    parse: (text: string, name: string) => T,
    options: StateStoreOptions & CallOptions = {},
  ): Promise<{ readonly store: StateStore } & LoadedState<T>> {
    const store = new StateStore(host, folder, options);
    const loaded = await loadFolder(host, folder, parse, {
      suffix: store.#suffix,
      links: store.#links,
      durable: store.#durable,
      signal: options.signal,
    });
    return { store, ...loaded };
  }

  /** The file of an object. */
  path(name: string): string {
    return `${this.folder}/${encodeFileName(name, this.#suffix)}`;
  }

  /** Writes or replaces. Without `durable` it survives the death of this process, but perhaps not a power cut. */
  async put(name: string, text: string, options: { durable?: boolean } & CallOptions = {}): Promise<void> {
    const path = this.path(name);
    return this.#change(name, options, () =>
      this.#host.writeFile(path, text, {
        mode: this.#mode,
        durable: options.durable ?? this.#durable,
        signal: options.signal,
      }),
    );
  }

  /** What was last put; undefined when there is none. */
  async get(name: string, options: CallOptions = {}): Promise<string | undefined> {
    const path = this.path(name);
    await this.#changes.get(name);
    try {
      return (await this.#host.readFile(path, options)).toString();
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Removes an object and its links. Says whether it was there. Not aborted once it has begun. */
  async delete(name: string, options: CallOptions = {}): Promise<boolean> {
    const path = this.path(name);
    return this.#change(name, options, async () => {
      // The object first: a link without one is removed at the next open, an object without its link would stay so.
      const removed = await this.#host.remove(path, { durable: this.#durable });
      for (const folder of this.#links) await this.#host.remove(this.#linkPath(folder, name), { durable: this.#durable });
      return removed;
    });
  }

  /** Names of all objects, sorted. */
  async list(options: CallOptions = {}): Promise<readonly string[]> {
    return this.#names(this.folder, options);
  }

  /** Puts a link to an object into one of the folders that the store was given. */
  async link(folder: string, name: string, options: CallOptions = {}): Promise<void> {
    const path = this.#linkPath(folder, name);
    // Relative: a folder that is moved as a whole stays right.
    const target = `../${encodeFileName(name, this.#suffix)}`;
    return this.#change(name, options, async () => {
      if ((await this.#host.stat(this.path(name), { signal: options.signal })) === undefined) {
        throw errnoError(`cannot link '${path}' to '${target}'`, 'ENOENT');
      }
      await this.#host.makeFolder(this.#linkFolder(folder), { signal: options.signal });
      await this.#host.symlink(target, path, options);
    });
  }

  /** Removes a link. Says whether it was there. */
  async unlink(folder: string, name: string, options: CallOptions = {}): Promise<boolean> {
    const path = this.#linkPath(folder, name);
    return this.#change(name, options, () => this.#host.remove(path, { durable: this.#durable, signal: options.signal }));
  }

  /** Names of all objects that are linked in the folder, sorted. */
  async linked(folder: string, options: CallOptions = {}): Promise<readonly string[]> {
    return this.#names(this.#linkFolder(folder), options);
  }

  /** Resolves when no change is under way. */
  async settled(): Promise<void> {
    while (this.#changes.size > 0) await Promise.all(this.#changes.values());
  }

  async #names(folder: string, options: CallOptions): Promise<readonly string[]> {
    const files = (await this.#host.list(folder, options)) ?? [];
    return files.flatMap((file) => decodeFileName(file, this.#suffix) ?? []).sort();
  }

  #linkFolder(folder: string): string {
    // Only those that `open` cleans and `delete` looks into.
    if (!this.#links.includes(folder)) {
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `'${folder}' is not a folder of links of the state in '${this.folder}'`);
    }
    return `${this.folder}/${folder}`;
  }

  #linkPath(folder: string, name: string): string {
    return `${this.#linkFolder(folder)}/${encodeFileName(name, this.#suffix)}`;
  }

  /** One change after the other for each object. One that is aborted while it waits does not begin. */
  async #change<T>(name: string, { signal }: CallOptions, change: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const before = this.#changes.get(name);
    const result = (async () => {
      await before;
      signal?.throwIfAborted();
      return change();
    })();
    const done = result.then(
      () => undefined,
      // The caller hears of it; those that wait in line only wait.
      () => undefined,
    );
    this.#changes.set(name, done);
    try {
      return await result;
    } finally {
      if (this.#changes.get(name) === done) this.#changes.delete(name);
    }
  }
}

function isNotFound(error: unknown): boolean {
  return isVirtError(error, 'VIR_ERR_SYSTEM_ERROR') && error.int1 === 2;
}
