import type { FileStat, Host } from '../../src/host/host.ts';
import type { FactsHost } from '../../src/host-facts/index.ts';

/** A host of these files. */
export function factFiles(files: Readonly<Record<string, string>>): FactsHost {
  const stat: FileStat = { type: 'file', size: 0, mode: 0, uid: 0, gid: 0, mtime: 0, ctime: 0 };
  return {
    readFile: async (path) => Buffer.from(files[path] ?? ''),
    stat: async (path) => (files[path] === undefined ? undefined : stat),
    list: async (path) => {
      const inside = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
      const names = new Set(inside.map((file) => file.slice(path.length + 1).split('/')[0] ?? ''));
      return inside.length === 0 ? undefined : [...names].sort();
    },
  };
}

/** The same, with files of the kernel that keep the last number written to them, unless `most` is less. */
export function kernelFiles(files: Record<string, string>, most: number = Infinity): Host {
  const write = async (path: string, text: string | Uint8Array): Promise<void> => {
    files[path] = String(Math.min(Number(text), most));
  };
  return { ...factFiles(files), appendFile: write } as unknown as Host;
}
