import type { DriveAddress } from '../devices/address.ts';
import type { Disk, DiskBus } from '../devices/disk.ts';

/** How many disks one controller of a bus takes, and how a disk's number becomes an address there. */
const buses: { readonly [K in DiskBus]?: (index: number, wide: boolean) => DriveAddress } = {
  ide: (index) => ({ type: 'drive', controller: Math.floor(index / 4), bus: Math.floor((index % 4) / 2), target: 0, unit: index % 2 }),
  fdc: (index) => ({ type: 'drive', controller: Math.floor(index / 2), bus: 0, target: 0, unit: index % 2 }),
  sata: (index) => ({ type: 'drive', controller: Math.floor(index / 6), bus: 0, target: 0, unit: index % 6 }),
  scsi: scsiAddress,
};

/** The place of a disk on its bus, by the number in its target name: `sdc` is the third. */
export function driveAddress(disk: Disk, wide: boolean): DriveAddress | undefined {
  const place = disk.target.bus === undefined ? undefined : buses[disk.target.bus];
  const index = diskIndex(disk.target.dev);
  return place === undefined || index === undefined ? undefined : place(index, wide);
}

/** On a wide bus the controller itself is number 7. */
function scsiAddress(index: number, wide: boolean): DriveAddress {
  const perController = wide ? 15 : 7;
  const unit = index % perController;
  return { type: 'drive', controller: Math.floor(index / perController), bus: 0, target: 0, unit: wide && unit >= 7 ? unit + 1 : unit };
}

/** The number in a target name: `vda` 0, `sdz` 25, `sdaa` 26; a partition behind it does not count. Undefined for other names. */
export function diskIndex(name: string): number | undefined {
  const letters = /^(?:fd|hd|vd|sd|xvd|ubd)([a-z]+)\d*$/.exec(name)?.[1];
  if (letters === undefined) return undefined;
  let index = 0;
  for (const letter of letters) index = index * 26 + (letter.charCodeAt(0) - 96);
  // Names beyond libvirt's numbers stand for nothing.
  return index - 1 <= 0x7fffffff ? index - 1 : undefined;
}
