import { oneOf, onOff, str, uint } from '../../table/codec.ts';
import { attr, attrRequired, property } from '../../table/field.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { problem } from '../../table/problem.ts';
import { mib, readSize } from '../../common/size.ts';
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

const mebibytes = mib('size');

export const shmem: Table<Shmem> = table<Shmem>(() => ({
  name: attrRequired('name', str),
  role: attr('role', oneOf('master', 'peer')),
  model: property('model', 'type', oneOf('ivshmem', 'ivshmem-plain', 'ivshmem-doorbell')),
  size: {
    ...mebibytes,
    read(element, context) {
      const found = element.child('size');
      const bytes = found === undefined ? 0n : readSize(found, found.text, 'M');
      if (found !== undefined && bytes !== 0n && (bytes < 1048576n || (bytes & (bytes - 1n)) !== 0n)) {
        throw problem(found, 'shmem size must be a power of 2 and at least 1 MiB (1024 KiB)');
      }
      return mebibytes.read(element, context);
    },
  },
  server: child('server', table<{ path?: string }>(() => ({ path: attr('path', str) })), { empty: 'keep' }),
  msi: child(
    'msi',
    table<NonNullable<Shmem['msi']>>(() => ({ vectors: attr('vectors', uint), ioeventfd: attr('ioeventfd', onOff) })),
    { empty: 'keep' },
  ),
  ...deviceInfo,
}));
