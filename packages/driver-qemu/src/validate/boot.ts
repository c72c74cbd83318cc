import type { Domain } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import { unsupported } from './refuse.ts';

/** The firmware speaks on a serial port, where it can (`qemuValidateDomainDefBoot`). */
export function validateBoot({ os, devices }: Domain): void {
  if (os.bios?.useserial !== true) return;
  if (!isX86(os.type.arch ?? '')) throw unsupported('BIOS serial console only supported on x86 architectures');
  if (devices.serials.length === 0) throw unsupported('need at least one serial port to use BIOS serial output');
}
