import type { Input } from '../devices/input.ts';
import type { Domain } from '../domain.ts';

/** Where an input device is plugged in whose document does not say. */
export function inputBus({ type }: Input, { os }: Domain): NonNullable<Input['bus']> {
  if (type === 'passthrough') return 'virtio';
  if (type === 'evdev') return 'none';
  if (type === 'tablet') return 'usb';
  if (os.type.type === 'xen' || os.type.type === 'xenpvh') return 'xen';
  return /^(i[3-6]86|x86_64)$/.test(os.type.arch ?? 'x86_64') ? 'ps2' : 'usb';
}
