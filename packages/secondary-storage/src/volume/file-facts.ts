import type { StoragePermissions, StorageTimestamps } from '@virtweave/core-conf/storage';
import { errnoError } from '@virtweave/core-util';
import { askTool, type Machine } from '../machine.ts';

/** What the file system says about a file, links followed. */
export interface FileFacts {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'block' | 'character' | 'other';
  readonly size: bigint;
  /** Bytes on the disk. */
  readonly allocation: bigint;
  readonly permissions: StoragePermissions;
  readonly timestamps: StorageTimestamps;
}

/** One record for each file, NUL at the end of each field: names may hold anything else. */
const format = '%y\\0%s\\0%b\\0%m\\0%U\\0%G\\0%A@\\0%T@\\0%C@\\0%B@\\0%f\\0';
const fields = 11;

const types: Readonly<Record<string, FileFacts['type']>> = { f: 'file', d: 'folder', b: 'block', c: 'character' };

/** Everything in a folder, sorted by name, with one program for all of it. */
export async function factsOfFolder(machine: Machine, folder: string): Promise<readonly FileFacts[]> {
  const stat = await machine.host.stat(folder, { signal: machine.call.signal });
  if (stat === undefined) throw errnoError(`cannot open directory '${folder}'`, 'ENOENT');
  if (stat.type !== 'folder') throw errnoError(`cannot open directory '${folder}'`, 'ENOTDIR');
  const facts = await find(machine, folder, ['-mindepth', '1', '-maxdepth', '1']);
  return facts.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** One file; undefined when it is not there. */
export async function factsOfFile(machine: Machine, path: string): Promise<FileFacts | undefined> {
  const [facts] = await find(machine, path, ['-maxdepth', '0']);
  // A link that leads nowhere is told as itself.
  return facts?.type === 'other' && (await machine.host.stat(path, { signal: machine.call.signal })) === undefined ? undefined : facts;
}

/** A loop of links or a file that has just been removed makes `find` fail, after it has told the rest. */
async function find(machine: Machine, path: string, options: readonly string[]): Promise<FileFacts[]> {
  const { stdout } = await askTool(machine, 'find', ['-L', absolute(path), ...options, '-printf', format]);
  const parts = stdout.split('\0');
  const all: FileFacts[] = [];
  for (let i = 0; i + fields <= parts.length; i += fields) {
    const [type = '', size = '0', blocks = '0', mode = '0', owner = '0', group = '0', ...rest] = parts.slice(i, i + fields);
    const [atime, mtime, ctime, btime, name = ''] = rest;
    // Not UTF-8: no document and no path of ours can hold it.
    if (name.includes('\ufffd')) continue;
    all.push({
      name,
      type: types[type] ?? 'other',
      size: BigInt(size),
      allocation: BigInt(blocks) * 512n,
      permissions: { mode: Number.parseInt(mode, 8) & 0o777, owner: Number(owner), group: Number(group) },
      timestamps: { atime: time(atime), mtime: time(mtime), ctime: time(ctime), btime: time(btime) },
    });
  }
  return all;
}

/** `find` takes what begins with a dash for an option. */
function absolute(path: string): string {
  return path.startsWith('/') ? path : `./${path}`;
}

/** Seconds with nine decimals, as documents have them; what is not known (-1, or no number) is 0. */
function time(text = ''): string {
  if (text.startsWith('-1')) return '0';
  const [, seconds = '0', decimals = ''] = /^(-?\d+)(?:\.(\d{1,9}))?/.exec(text) ?? [];
  return /[1-9]/.test(decimals) ? `${seconds}.${decimals.padEnd(9, '0')}` : seconds;
}
