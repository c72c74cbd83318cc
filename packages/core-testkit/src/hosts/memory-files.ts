import { errnoError, errnoOf, systemError, type CallOptions, type FileStat, type Host, type ReadOptions, type WriteOptions } from '@virtweave/core-util';
import { memoryError, statOf, type MemoryFile, type MemoryTree } from './memory-tree.ts';

/** The part of a {@link Host} that is about files. */
export type HostFiles = Pick<
  Host,
  'readFile' | 'writeFile' | 'createFile' | 'appendFile' | 'list' | 'stat' | 'realPath' | 'readLink' | 'symlink' | 'rename' | 'remove' | 'makeFolder'
>;

const DEFAULT_MAX = 64 * 1024 * 1024;

/** A host's files over a tree in memory, with the durability that {@link LocalHost} gives each call. */
export class MemoryFiles implements HostFiles {
  readonly tree: MemoryTree;

  constructor(tree: MemoryTree) {
    this.tree = tree;
  }

  async readFile(path: string, options: ReadOptions = {}): Promise<Buffer> {
    const { offset = 0, length, maxBytes = DEFAULT_MAX } = options;
    const { data } = attempt(`cannot read '${path}'`, options, () => this.#file(path));
    if (length !== undefined) return Buffer.from(data.subarray(offset, offset + length));
    if (data.length - offset > maxBytes) throw errnoError(`cannot read '${path}'`, 'EFBIG');
    return Buffer.from(data.subarray(offset));
  }

  async writeFile(path: string, data: string | Uint8Array, options: WriteOptions = {}): Promise<void> {
    attempt(`cannot write '${path}'`, options, () => {
      const place = this.tree.find(path, false);
      const file = this.tree.newFile(Buffer.from(data), options.mode ?? 0o600);
      this.tree.put(place, file);
      if (options.durable === false) return;
      this.tree.sync(file);
      this.tree.sync(place.folder);
    });
  }

  async createFile(
    path: string,
    data: string | Uint8Array,
    options: { mode?: number; durable?: boolean } & CallOptions = {},
  ): Promise<boolean> {
    const there = attempt(`cannot create '${path}'`, options, () => this.tree.find(path, false).node !== undefined);
    if (there) return false;
    await this.writeFile(path, data, options);
    return true;
  }

  async appendFile(
    path: string,
    data: string | Uint8Array,
    options: { mode?: number } & CallOptions = {},
  ): Promise<void> {
    attempt(`cannot append to '${path}'`, options, () => {
      const place = this.tree.find(path);
      if (place.node === undefined) this.tree.put(place, this.tree.newFile(Buffer.alloc(0), options.mode ?? 0o600));
      const file = this.#file(path);
      file.data = Buffer.concat([file.data, Buffer.from(data)]);
      file.changed = Date.now();
    });
  }

  async list(path: string, options: CallOptions = {}): Promise<readonly string[] | undefined> {
    return absent(undefined, ['ENOENT'], () =>
      attempt(`cannot open folder '${path}'`, options, () => {
        const { node } = this.tree.find(path);
        if (node === undefined) throw memoryError('ENOENT');
        if (node.type !== 'folder') throw memoryError('ENOTDIR');
        return [...node.entries.keys()].sort();
      }),
    );
  }

  async stat(
    path: string,
    options: { followLinks?: boolean } & CallOptions = {},
  ): Promise<FileStat | undefined> {
    return absent(undefined, ['ENOENT', 'ENOTDIR'], () =>
      attempt(`cannot stat '${path}'`, options, () => {
        const { node } = this.tree.find(path, options.followLinks !== false);
        return node === undefined ? undefined : statOf(node);
      }),
    );
  }

  async realPath(path: string, options: CallOptions = {}): Promise<string> {
    return attempt(`cannot resolve '${path}'`, options, () => {
      const place = this.tree.find(path);
      if (place.node === undefined) throw memoryError('ENOENT');
      return place.path;
    });
  }

  async readLink(path: string, options: CallOptions = {}): Promise<string | undefined> {
    return absent(undefined, ['ENOENT', 'ENOTDIR'], () =>
      attempt(`cannot read link '${path}'`, options, () => {
        const { node } = this.tree.find(path, false);
        if (node !== undefined && node.type !== 'link') throw memoryError('EINVAL');
        return node?.target;
      }),
    );
  }

  async symlink(target: string, path: string, options: CallOptions = {}): Promise<void> {
    attempt(`cannot create link '${path}'`, options, () => {
      const place = this.tree.find(path, false);
      this.tree.put(place, this.tree.newLink(target));
      this.tree.sync(place.folder);
    });
  }

  async rename(
    from: string,
    to: string,
    options: { durable?: boolean } & CallOptions = {},
  ): Promise<void> {
    attempt(`cannot rename '${from}' to '${to}'`, options, () => {
      const source = this.tree.find(from, false);
      if (source.node === undefined) throw memoryError('ENOENT');
      const target = this.tree.find(to, false);
      if (target.node === source.node) return;
      if (source.node.type === 'folder' && `${target.path}/`.startsWith(`${source.path}/`)) throw memoryError('EINVAL');
      this.tree.put(target, source.node);
      this.tree.take(source);
      if (options.durable === false) return;
      this.tree.sync(target.folder);
      this.tree.sync(source.folder);
    });
  }

  async remove(
    path: string,
    options: { recursive?: boolean; durable?: boolean } & CallOptions = {},
  ): Promise<boolean> {
    return absent(false, ['ENOENT', 'ENOTDIR'], () =>
      attempt(`cannot remove '${path}'`, options, () => {
        const place = this.tree.find(path, false);
        if (place.node === undefined) return false;
        if (place.node.type === 'folder' && options.recursive !== true) throw memoryError('EISDIR');
        this.tree.take(place);
        if (options.durable !== false) this.tree.sync(place.folder);
        return true;
      }),
    );
  }

  async makeFolder(path: string, options: { mode?: number; durable?: boolean } & CallOptions = {}): Promise<void> {
    attempt(`cannot create folder '${path}'`, options, () => {
      let reached = '';
      for (const name of path.split('/').filter((part) => part !== '')) {
        reached += `/${name}`;
        const place = this.tree.find(reached);
        if (place.node?.type === 'folder') continue;
        if (place.node !== undefined) throw memoryError(reached === path ? 'EEXIST' : 'ENOTDIR');
        this.tree.put(place, this.tree.newFolder(options.mode ?? 0o700));
        if (options.durable !== false) this.tree.sync(place.folder);
      }
    });
  }

  #file(path: string): MemoryFile {
    const { node } = this.tree.find(path);
    if (node === undefined) throw memoryError('ENOENT');
    if (node.type === 'folder') throw memoryError('EISDIR');
    if (node.type !== 'file') throw memoryError('ENXIO');
    return node;
  }
}

/** Does something at once, with the errors that a real host gives. */
function attempt<T>(doing: string, options: CallOptions, action: () => T): T {
  options.signal?.throwIfAborted();
  try {
    return action();
  } catch (error) {
    throw systemError(doing, error);
  }
}

/** For calls that say "not there" instead of failing. */
function absent<T>(value: T, codes: readonly string[], action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = errnoOf((error as Error).cause);
    if (code !== undefined && codes.includes(code)) return value;
    throw error;
  }
}
