import { eachDevice } from './devices.ts';
import type { DeviceBoot } from '../devices/device-info.ts';
import { perfEventNames } from '../perf.ts';
import type { Domain } from '../domain.ts';

/** The largest number of KiB that a limit can be; it means that there is none. */
const unlimited = Number.MAX_SAFE_INTEGER;

/** Settings that say nothing are left out, and others brought into libvirt's spelling. */
export function completeLimits({ memtune, numatune, blkiotune, perf, devices }: Domain): void {
  if (memtune !== undefined) {
    if ((memtune.hardLimit ?? 0) >= unlimited) delete memtune.hardLimit;
    if ((memtune.softLimit ?? 0) >= unlimited) delete memtune.softLimit;
    if ((memtune.swapHardLimit ?? 0) >= unlimited) delete memtune.swapHardLimit;
  }
  if (numatune?.memory?.placement === 'auto') {
    delete numatune.memory.nodeset;
    numatune.memory.mode ??= 'strict';
  }
  perf?.sort((a, b) => perfEventNames.indexOf(a.name) - perfEventNames.indexOf(b.name));
  if (blkiotune?.devices !== undefined) {
    const kept = blkiotune.devices.filter(({ path: _, ...limits }) => Object.values(limits).some((limit) => limit !== 0));
    if (kept.length > 0) blkiotune.devices = kept;
    else delete blkiotune.devices;
  }
  for (const usbdev of devices.redirfilter?.usbdevs ?? []) {
    // The second number counts in hundredths: 1.1 is 1.10.
    if (usbdev.version !== undefined) usbdev.version = usbdev.version.replace(/^(\d+\.\d)$/, '$10');
  }
  eachDevice(devices, ({ device }) => {
    const { boot } = device as { boot?: DeviceBoot };
    if (boot?.loadparm !== undefined) boot.loadparm = boot.loadparm.toUpperCase();
  });
}
