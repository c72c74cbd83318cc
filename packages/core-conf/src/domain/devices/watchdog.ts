import { oneOf } from '../../table/codec.ts';
import { attrOr, attrRequired } from '../../table/field.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<watchdog>`: acts when the guest hangs. */
export interface Watchdog extends DeviceInfo {
  model: 'i6300esb' | 'ib700' | 'diag288' | 'itco';
  action: 'reset' | 'shutdown' | 'poweroff' | 'pause' | 'dump' | 'none' | 'inject-nmi';
}

export const watchdog: Table<Watchdog> = table<Watchdog>(() => ({
  model: attrRequired('model', oneOf('i6300esb', 'ib700', 'diag288', 'itco')),
  action: attrOr('action', oneOf('reset', 'shutdown', 'poweroff', 'pause', 'dump', 'none', 'inject-nmi'), 'reset'),
  ...deviceInfo,
}));
