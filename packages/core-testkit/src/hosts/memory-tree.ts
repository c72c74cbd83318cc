import type { ErrnoName, FileStat } from '@virtweave/core-util';

interface NodeBase {
  readonly inode: bigint;
  mode: number;
  uid: number;
  gid: number;
  /** Milliseconds since the epoch. */
  changed: number;
}

/** `durable` is what a power cut leaves: the content at the last fsync, none when there was no fsync yet. */
export interface MemoryFile extends NodeBase {
  readonly type: 'file';
  data: Buffer;
  durable: Buffer;
}
export interface MemoryFolder extends NodeBase {
  readonly type: 'folder';
  entries: Map<string, MemoryNode>;
  durable: Map<string, MemoryNode>;
}
export interface MemoryLink extends NodeBase {
  readonly type: 'link';
  readonly target: string;
}
/** Devices, sockets and fifos: they have a name and nothing else. */
export interface MemorySpecial extends NodeBase {
  readonly type: 'block' | 'character' | 'socket' | 'fifo';
}
export type MemoryNode = MemoryFile | MemoryFolder | MemoryLink | MemorySpecial;

/** A place in a folder, where a node may be. */
export interface MemoryPlace {
  readonly folder: MemoryFolder;
  /** Empty for the root itself. */
  readonly name: string;
  readonly node: MemoryNode | undefined;
  /** The path without links. */
  readonly path: string;
}

/** A failed system call of the pretended machine: an error with the system's name as its code. */
export function memoryError(code: ErrnoName): Error {
  return Object.assign(new Error(`${code} in the pretended machine`), { code });
}

/**
 * A file system in memory that knows which of its content would survive a power cut, after the rules that ext4 and POSIX
 * promise: the content of a file survives when the file was synced, a name when its folder was.
 */
export class MemoryTree {
  readonly #root: MemoryFolder;
  #inodes = 1n;

  constructor() {
    this.#root = this.newFolder(0o755);
  }

  newFile(data: Buffer, mode: number): MemoryFile {
    return { type: 'file', data, durable: Buffer.alloc(0), ...this.#base(mode) };
  }

  newFolder(mode: number): MemoryFolder {
    return { type: 'folder', entries: new Map(), durable: new Map(), ...this.#base(mode) };
  }

  newLink(target: string): MemoryLink {
    return { type: 'link', target, ...this.#base(0o777) };
  }

  newSpecial(type: MemorySpecial['type'], mode: number): MemorySpecial {
    return { type, ...this.#base(mode) };
  }

  #base(mode: number): NodeBase {
    return { inode: this.#inodes++, mode: mode & 0o7777, uid: 0, gid: 0, changed: Date.now() };
  }

  /**
   * Walks a path. The last name need not exist (then `node` is undefined), all before it must.
   *
   * @throws ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, EINVAL
   */
  find(path: string, followLast = true): MemoryPlace {
    if (path.includes('\0')) throw memoryError('EINVAL');
    if (path === '') throw memoryError('ENOENT');
    const above: MemoryPlace[] = [];
    let place: MemoryPlace = { folder: this.#root, name: '', node: this.#root, path: '/' };
    const rest = names(path);
    let links = 0;
    while (rest.length > 0) {
      const name = rest.shift() as string;
      if (place.node === undefined) throw memoryError('ENOENT');
      if (place.node.type !== 'folder') throw memoryError('ENOTDIR');
      if (name === '.') continue;
      if (name === '..') {
        place = above.pop() ?? place;
        continue;
      }
      if (Buffer.byteLength(name) > 255) throw memoryError('ENAMETOOLONG');
      const node = place.node.entries.get(name);
      if (node?.type === 'link' && (rest.length > 0 || followLast)) {
        if (++links > 40) throw memoryError('ELOOP');
        rest.unshift(...names(node.target));
        if (node.target.startsWith('/')) {
          above.length = 0;
          place = { folder: this.#root, name: '', node: this.#root, path: '/' };
        }
        continue;
      }
      above.push(place);
      place = { folder: place.node, name, node, path: place.path === '/' ? `/${name}` : `${place.path}/${name}` };
    }
    return place;
  }

  /** Puts a node in its place, instead of what was there. */
  put(place: MemoryPlace, node: MemoryNode): void {
    const old = place.folder.entries.get(place.name);
    if (place.name === '') throw memoryError('EBUSY');
    if (old?.type === 'folder' && node.type !== 'folder') throw memoryError('EISDIR');
    if (old !== undefined && old.type !== 'folder' && node.type === 'folder') throw memoryError('ENOTDIR');
    if (old?.type === 'folder' && old.entries.size > 0) throw memoryError('ENOTEMPTY');
    place.folder.entries.set(place.name, node);
    place.folder.changed = Date.now();
  }

  take(place: MemoryPlace): void {
    if (place.name === '') throw memoryError('EBUSY');
    place.folder.entries.delete(place.name);
    place.folder.changed = Date.now();
  }

  /** fsync of a file or folder. */
  sync(node: MemoryFile | MemoryFolder): void {
    if (node.type === 'file') node.durable = node.data;
    else node.durable = new Map(node.entries);
  }

  /** Everything is as if it had been synced, such as a machine that has been idle for a while. */
  syncAll(folder: MemoryFolder = this.#root): void {
    this.sync(folder);
    for (const node of folder.entries.values()) {
      if (node.type === 'folder') this.syncAll(node);
      else if (node.type === 'file') this.sync(node);
    }
  }

  /** Forgets what was not synced. */
  powerCut(folder: MemoryFolder = this.#root): void {
    folder.entries = new Map(folder.durable);
    for (const node of folder.entries.values()) {
      if (node.type === 'folder') this.powerCut(node);
      else if (node.type === 'file') node.data = node.durable;
    }
  }

  /** Every path in the tree, sorted. */
  *paths(folder: MemoryFolder = this.#root, prefix = ''): Generator<[path: string, node: MemoryNode]> {
    for (const name of [...folder.entries.keys()].sort()) {
      const node = folder.entries.get(name) as MemoryNode;
      yield [`${prefix}/${name}`, node];
      if (node.type === 'folder') yield* this.paths(node, `${prefix}/${name}`);
    }
  }
}

export function statOf(node: MemoryNode): FileStat {
  const size = node.type === 'file' ? node.data.length : node.type === 'link' ? Buffer.byteLength(node.target) : 0;
  const { type, mode, uid, gid, inode } = node;
  const seconds = node.changed / 1000;
  return { type, size, mode, uid, gid, mtime: seconds, ctime: seconds, inode, device: 1n };
}

function names(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}
