import type { Device } from '../complete/devices.ts';
import type { Rom } from '../devices/device-info.ts';
import { refuse } from './refuse.ts';

/** A ROM that is not there has no settings. */
export function validateRom({ device }: Device): void {
  const { rom } = device as { rom?: Rom };
  if (rom?.enabled === false && (rom.bar !== undefined || rom.file !== undefined)) {
    throw refuse('ROM tuning is not supported when ROM is disabled');
  }
}
