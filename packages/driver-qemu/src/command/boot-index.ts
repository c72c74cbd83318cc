import type { BootableInfo, Disk, Domain } from '@virtweave/core-conf';
import type { CommandBuilder } from './builder.ts';

/** Found once for each command. */
const found = new WeakMap<CommandBuilder, ReadonlyMap<object, number>>();

/**
 * The device's place in the boot order: its own, or the one that `<os><boot dev=..>` gives the first device of a kind.
 */
export function deviceBootIndex(build: CommandBuilder, device: BootableInfo): number | undefined {
  let indexes = found.get(build);
  if (indexes === undefined) {
    indexes = bootIndexes(build.domain);
    found.set(build, indexes);
  }
  return indexes.get(device);
}

function bootIndexes({ os, devices }: Domain): ReadonlyMap<object, number> {
  const indexes = new Map<object, number>();
  const own = [...devices.disks, ...devices.interfaces, ...devices.hostdevs, ...devices.redirdevs];
  for (const device of own) if (device.boot !== undefined) indexes.set(device, device.boot.order);
  if (indexes.size > 0) return indexes;
  for (const [i, kind] of (os.boot ?? []).entries()) {
    let device: object | undefined;
    switch (kind) {
      case 'fd':
        device = devices.disks.find((disk) => disk.device === 'floppy');
        break;
      case 'cdrom':
        device = devices.disks.find((disk) => disk.device === 'cdrom');
        break;
      case 'hd':
        device = devices.disks.find(isHardDisk);
        break;
      case 'network':
        device = devices.interfaces[0];
        break;
    }
    if (device !== undefined && !indexes.has(device)) indexes.set(device, i + 1);
  }
  return indexes;
}

const isHardDisk = ({ device }: Disk): boolean => device === 'disk' || device === 'lun';
