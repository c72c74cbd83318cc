import type { Domain } from '../domain.ts';

/** A machine without any boot order boots from its hard disk. */
export function completeBoot({ os, devices }: Domain): void {
  if (os.type.type !== 'hvm') return;
  const ordered = [devices.disks, devices.interfaces, devices.hostdevs, devices.redirdevs, devices.filesystems].some((list) =>
    list.some((device) => device.boot !== undefined),
  );
  if (!ordered && os.boot === undefined) os.boot = ['hd'];
}
