import type { Disk, Interface } from '@virtweave/core-conf';
import type { Definition } from '../documents.ts';

/** The disk of this target or this source. */
export function findDisk({ devices }: Definition, path: string): Disk | undefined {
  return devices.disks.find(({ target, source }) => target.dev === path || ('file' in source && source.file === path));
}

/** The interface of this device name or this MAC address. */
export function findInterface({ devices }: Definition, device: string): Interface | undefined {
  return devices.interfaces.find(({ target, mac }) => target?.dev === device || mac?.address === device.toLowerCase());
}

/** The definition with one disk changed. */
export function withDisk(definition: Definition, disk: Disk, change: (disk: Disk) => Disk): Definition {
  const disks = definition.devices.disks.map((one) => (one.target.dev === disk.target.dev ? change(one) : one));
  return { ...definition, devices: { ...definition.devices, disks } };
}
