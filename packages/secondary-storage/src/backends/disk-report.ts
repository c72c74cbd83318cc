import type { StorageExtent } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';

/** What parted says about a disk. Bytes; an end is the first byte behind. */
export interface Disk {
  /** Path of the disk, links followed. */
  readonly device: string;
  readonly size: bigint;
  /** What parted calls the kind of partition table: `gpt`, `msdos`. */
  readonly table: string;
  readonly partitions: readonly Partition[];
  readonly free: StorageExtent[];
  /** Number that the next partition will have. */
  readonly nextNumber: number;
}

export interface Partition {
  readonly number: number;
  readonly start: bigint;
  readonly end: bigint;
  /** As documents name it: `linux`, `extended`, `none`. */
  readonly type: string;
}

/** Partitions are aligned so: what disks and file systems like. */
const alignment = 1024n * 1024n;

/** Reads `parted -m DEVICE unit B print free`. */
export function parseDisk(text: string, device: string): Disk {
  const lines = text.split('\n').map((line) => line.trim().replace(/;$/, '').split(':'));
  const head = lines.find(([name]) => name === device);
  if (head === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `parted did not tell about '${device}'`);
  const partitions: Partition[] = [];
  const free: StorageExtent[] = [];
  for (const [number = '', start = '', end = '', , system = '', , flags = ''] of lines) {
    if (!/^\d+$/.test(number) || !start.endsWith('B')) continue;
    const from = BigInt(start.slice(0, -1));
    const to = BigInt(end.slice(0, -1)) + 1n;
    // Free stretches are numbered, too.
    if (system === 'free') free.push({ start: from, end: to });
    else partitions.push({ number: Number(number), start: from, end: to, type: typeOf(system, flags) });
  }
  const used = new Set(partitions.map(({ number }) => number));
  let nextNumber = 1;
  while (used.has(nextNumber)) nextNumber += 1;
  return { device, size: BigInt((head[1] ?? '0B').slice(0, -1)), table: head[5] ?? '', partitions, free, nextNumber };
}

/** What documents call the type of a partition. */
function typeOf(system: string, flags: string): string {
  if (/\bextended\b/.test(flags)) return 'extended';
  if (/\blvm\b/.test(flags)) return 'linux-lvm';
  if (/\braid\b/.test(flags)) return 'linux-raid';
  if (system.startsWith('linux-swap')) return 'linux-swap';
  if (system === 'fat16' || system === 'fat32') return system;
  return /^ext\d$|^xfs$|^btrfs$/.test(system) ? 'linux' : 'none';
}

/** The smallest free stretch that so many bytes fit into, aligned. */
export function freeExtent({ free }: Disk, size: bigint): { readonly start: bigint; readonly end: bigint } {
  const wanted = ((size + 511n) / 512n) * 512n;
  const fitting = free
    .map(({ start, end }) => ({ start: ((BigInt(start) + alignment - 1n) / alignment) * alignment, end: BigInt(end) }))
    .filter(({ start, end }) => end - start >= wanted)
    .sort((a, b) => (a.end - a.start < b.end - b.start ? -1 : 1));
  const [best] = fitting;
  if (best === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', 'no large enough free extent');
  return { start: best.start, end: best.start + wanted };
}
