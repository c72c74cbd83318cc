import type { Input } from '../devices/input.ts';
import { refuse, unsupported } from './refuse.ts';

export function validateInput({ type, bus, model, source }: Input): void {
  if (type !== 'passthrough' && source?.evdev !== undefined) {
    throw refuse('setting source evdev path only supported for passthrough input devices');
  }
  if (type === 'passthrough' && bus !== undefined && bus !== 'virtio') {
    throw refuse("only bus 'virtio' is supported for 'passthrough' input devices");
  }
  if (type === 'evdev' && bus !== undefined && bus !== 'none') {
    throw unsupported("input evdev doesn't support bus element");
  }
  if (model !== undefined && bus !== 'virtio') {
    throw unsupported(`only bus 'virtio' is supported for input model '${model}'`);
  }
  if (bus === 'ps2' && (type === 'tablet' || type === 'passthrough' || type === 'evdev')) {
    throw refuse(`ps2 bus does not support ${type} input device`, 'VIR_ERR_INTERNAL_ERROR');
  }
}
