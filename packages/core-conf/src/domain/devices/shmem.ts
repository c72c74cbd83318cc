import { oneOf, onOff, str, uint } from '../../table/codec.ts';
import { attr, attrRequired, property } from '../../table/field.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { mib } from '../size.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<shmem>`: memory that guests share. */
export interface Shmem extends DeviceInfo {
  name: string;
  role?: 'master' | 'peer';
  model?: 'ivshmem' | 'ivshmem-plain' | 'ivshmem-doorbell';
  /** MiB. */
  size?: number;
  server?: { path?: string };
  msi?: { vectors?: number; ioeventfd?: boolean };
}

export const shmem: Table<Shmem> = table<Shmem>({
  name: attrRequired('name', str),
  role: attr('role', oneOf('master', 'peer')),
  model: property('model', 'type', oneOf('ivshmem', 'ivshmem-plain', 'ivshmem-doorbell')),
  size: mib('size'),
  server: child('server', table<{ path?: string }>({ path: attr('path', str) }), { empty: 'keep' }),
  msi: child(
    'msi',
    table<NonNullable<Shmem['msi']>>({ vectors: attr('vectors', uint), ioeventfd: attr('ioeventfd', onOff) }),
    { empty: 'keep' },
  ),
  ...deviceInfo,
});
