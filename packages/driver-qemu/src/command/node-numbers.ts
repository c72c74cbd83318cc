import type { Disk } from '@virtweave/core-conf';
import { imagesOf } from './blockdev.ts';
import type { CommandBuilder } from './builder.ts';
import type { CommandContext } from './context.ts';

/** Numbers in the names of a disk's nodes. */
export interface DiskNumbers {
  /** Of the top image; those below follow. */
  readonly first: number;
  /** Of the throttle filters, in order. */
  readonly filters: readonly number[];
}

/** Numbers of the nodes of all images. */
export interface NodeNumbers {
  readonly disks: readonly DiskNumbers[];
  readonly hostdevs: ReadonlyMap<object, number>;
}

/** Found once for each command. */
const found = new WeakMap<CommandBuilder, NodeNumbers>();

/** Numbers of all nodes, in libvirt's order: from the last disk to the first, then host devices. */
export function numberNodes(build: CommandBuilder): NodeNumbers {
  let numbers = found.get(build);
  if (numbers === undefined) {
    numbers = assignNumbers(build);
    found.set(build, numbers);
  }
  return numbers;
}

function assignNumbers(build: CommandBuilder): NodeNumbers {
  const { disks, hostdevs } = build.domain.devices;
  const numbers: DiskNumbers[] = [];
  let next = 1;
  for (const [i, disk] of [...disks.entries()].reverse()) {
    const first = next;
    if (disk.target.bus === 'sd' || disk.source.type === 'vhostuser') {
      numbers[i] = { first, filters: [] };
      continue;
    }
    const images = isEmpty(build.context, disk) ? [] : imagesOf(build, disk, first);
    // An empty drive keeps a number for the medium to come.
    next += Math.max(images.length, 1);
    for (const image of images) {
      if (image.source.type === 'file' && image.source.fdgroup !== undefined) build.reserveFdset(image.label);
    }
    const filters = (disk.throttleFilters ?? []).map(() => next++);
    numbers[i] = { first, filters };
  }
  const devices = new Map<object, number>();
  for (const hostdev of hostdevs) {
    if (hostdev.source.type !== 'scsi') continue;
    devices.set(hostdev, next);
    next += 1;
  }
  return { disks: numbers, hostdevs: devices };
}

/** A drive without a medium. */
export function isEmpty({ resources }: Pick<CommandContext, 'resources'>, disk: Disk): boolean {
  const source = resources.diskSource(disk.source, disk);
  switch (source.type) {
    case 'file':
      return source.file === undefined && source.fdgroup === undefined;
    case 'block':
      return source.dev === undefined;
    case 'dir':
      return source.dir === undefined;
    case 'volume':
      return source.volume === undefined || source.volume === '';
    case 'network':
      return source.name === undefined && (source.hosts ?? []).length === 0 && source.protocol !== 'nbd';
    default:
      return false;
  }
}
