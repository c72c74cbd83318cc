import type { Audio, Domain } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

export function validateAudio({ type }: Audio, { devices }: Domain, { has }: DefinitionContext): void {
  if (type === 'spice' && !devices.graphics.some((one) => one.type === 'spice')) {
    throw unsupported('Spice audio is not supported without spice graphics');
  }
  if (type === 'dbus' && !has('display-dbus')) throw unsupported('D-Bus audio is not supported with this QEMU');
}
