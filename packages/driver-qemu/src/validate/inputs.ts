import type { Input } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

const virtioFlags: { readonly [type: string]: string } = {
  mouse: 'virtio-mouse',
  tablet: 'virtio-tablet',
  keyboard: 'virtio-keyboard',
  passthrough: 'virtio-input-host',
};

export function validateInput({ type, bus, model, address }: Input, { has }: DefinitionContext): void {
  if (bus === 'usb' && type === 'keyboard' && !has('usb-kbd')) {
    throw unsupported('usb keyboard is not supported by this QEMU binary');
  }
  if (type === 'evdev' && !has('input-linux')) throw unsupported('input-linux is not supported by this QEMU binary');
  if (bus !== 'virtio') return;
  const base = virtioFlags[type];
  const flag = address?.type === 'ccw' && type !== 'passthrough' ? `${base}-ccw` : base;
  if (flag !== undefined && !has(flag)) throw unsupported(`${flag} is not supported by this QEMU binary`);
  if ((model === 'virtio-transitional' || model === 'virtio-non-transitional') && type !== 'passthrough') {
    throw unsupported(`virtio (non-)transitional models are not supported for input type=${type}`);
  }
}
