import type { Domain } from '../domain.ts';
import { unsupported } from './refuse.ts';

/** One frame buffer for the firmware. */
export function validateVgpus({ devices }: Domain): void {
  if (devices.hostdevs.filter(({ ramfb }) => ramfb === true).length > 1) {
    throw unsupported("Only one vgpu device can have 'ramfb' enabled");
  }
}
