import type { DiskSource } from '../domain/devices/disk-source.ts';
import type { Disk } from '../domain/devices/disk.ts';
import { sourcePath } from '../domain/devices/disk-source.ts';
import { unsupported } from '../domain/validate/refuse.ts';

/** A drive with nothing in it (`virStorageSourceIsEmpty`). */
export function isEmptySource(source: DiskSource): boolean {
  if (source.type === 'network') return source.protocol !== 'nbd' && source.name === undefined;
  if (source.type === 'nvme' || source.type === 'vhostuser') return false;
  return sourcePath(source) === undefined;
}

/** The guest's disk of this target name, or with a source of this path (`virDomainDiskByName`). */
export function findDisk(disks: readonly Disk[], name: string): Disk | undefined {
  if (!name.startsWith('/')) return disks.find((disk) => disk.target.dev === name);
  return disks.find(({ source }) => (source.type === 'file' || source.type === 'block') && sourcePath(source) === name);
}

/**
 * The wished disks by target name of the guest's disk that each of them means. A name that is none, or one that means a
 * disk again, is refused.
 */
export function matchDisks<T extends { name: string }>(wished: readonly T[], disks: readonly Disk[]): Map<string, T> {
  const matched = new Map<string, T>();
  for (const one of wished) {
    const disk = findDisk(disks, one.name);
    if (disk === undefined) throw unsupported(`no disk named '${one.name}'`);
    const { dev } = disk.target;
    if (matched.has(dev)) throw unsupported(`disk '${dev}' specified twice`);
    one.name = dev;
    matched.set(dev, one);
  }
  return matched;
}
