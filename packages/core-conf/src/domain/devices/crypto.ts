import { oneOf, uint } from '../../table/codec.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { childRequired } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<crypto>`: a device that encrypts for the guest. */
export interface Crypto extends DeviceInfo {
  model: 'virtio';
  type: 'qemu';
  backend: { model: 'builtin' | 'lkcf'; queues?: number };
}

export const crypto: Table<Crypto> = table<Crypto>(() => ({
  model: attrRequired('model', oneOf('virtio')),
  type: attrRequired('type', oneOf('qemu')),
  backend: childRequired(
    'backend',
    table<Crypto['backend']>(() => ({ model: attrRequired('model', oneOf('builtin', 'lkcf')), queues: attr('queues', uint) })),
  ),
  ...deviceInfo,
}));
