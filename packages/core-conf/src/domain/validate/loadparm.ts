import type { Device } from '../complete/devices.ts';
import type { DeviceBoot } from '../devices/device-info.ts';
import { refuse } from './refuse.ts';

/** s390: which entry of the boot menu is taken, in the firmware's alphabet. */
export function validateLoadparm({ device }: Device): void {
  // The firmware's alphabet has capitals only.
  const loadparm = (device as { boot?: DeviceBoot }).boot?.loadparm?.toUpperCase();
  if (loadparm === undefined) return;
  if (loadparm.length < 1 || loadparm.length > 8) {
    throw refuse(`loadparm value '${loadparm}' must be between 1 and 8 characters`, 'VIR_ERR_INTERNAL_ERROR');
  }
  if (/[^a-zA-Z0-9. ]/.test(loadparm)) {
    throw refuse(
      `invalid loadparm value '${loadparm}', expecting chars in set of [a-zA-Z0-9.] and blank spaces`,
      'VIR_ERR_INTERNAL_ERROR',
    );
  }
}
