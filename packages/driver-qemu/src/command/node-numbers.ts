import type { Disk } from '@virtweave/core-conf';
import { imagesOf } from './blockdev.ts';
import type { CommandBuilder } from './builder.ts';

/** Numbers in the names of a disk's nodes. */
export interface DiskNumbers {
  /** Of the top image; those below follow. */
  readonly first: number;
  /** Of the throttle filters, in order. */
  readonly filters: readonly number[];
}

/** Numbers of all nodes, in the order in which libvirt prepares them: from the last disk to the first, then host devices. */
export function numberNodes(build: CommandBuilder): { disks: readonly DiskNumbers[]; hostdevs: ReadonlyMap<object, number> } {
  const { disks, hostdevs } = build.domain.devices;
  const numbers: DiskNumbers[] = [];
  let next = 1;
  for (const [i, disk] of [...disks.entries()].reverse()) {
    const first = next;
    if (disk.target.bus === 'sd' || isEmpty(disk) || disk.source.type === 'vhostuser') {
      numbers[i] = { first, filters: [] };
      continue;
    }
    next += imagesOf(build, disk, first).length;
    const filters = (disk.throttleFilters ?? []).map(() => next++);
    numbers[i] = { first, filters };
  }
  const found = new Map<object, number>();
  for (const hostdev of hostdevs) {
    if (hostdev.source.type !== 'scsi') continue;
    found.set(hostdev, next);
    next += 1;
  }
  return { disks: numbers, hostdevs: found };
}

/** A drive without a medium. */
export function isEmpty({ source }: Disk): boolean {
  switch (source.type) {
    case 'file':
      return source.file === undefined && source.fdgroup === undefined;
    case 'block':
      return source.dev === undefined;
    case 'dir':
      return source.dir === undefined;
    case 'volume':
      return source.volume === undefined;
    case 'network':
      return source.name === undefined && (source.hosts ?? []).length === 0 && source.protocol !== 'nbd';
    default:
      return false;
  }
}
