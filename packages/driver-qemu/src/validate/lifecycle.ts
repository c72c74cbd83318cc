import type { Domain } from '@virtweave/core-conf';
import { unsupported } from './refuse.ts';

/** QEMU has no second name for a guest that comes back, and cannot turn one event into the other. */
export function validateLifecycle({ onReboot, onPoweroff, onCrash }: Domain): void {
  if (onReboot === 'rename-restart' || onPoweroff === 'rename-restart' || onCrash === 'rename-restart') {
    throw unsupported("qemu driver doesn't support the 'rename-restart' action for 'on_reboot'/'on_poweroff'/'on_crash'");
  }
  if (onPoweroff === 'preserve' || onReboot === 'preserve') {
    throw unsupported("qemu driver doesn't support the 'preserve' action for 'on_reboot'/'on_poweroff'");
  }
  if (onPoweroff === 'restart' && onReboot === 'destroy') {
    throw unsupported("qemu driver doesn't support 'onReboot' set to 'destroy and 'onPoweroff' set to 'reboot'");
  }
}
