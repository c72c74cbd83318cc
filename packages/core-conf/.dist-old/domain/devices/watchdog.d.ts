import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<watchdog>`: acts when the guest hangs. */
export interface Watchdog extends DeviceInfo {
    model: 'i6300esb' | 'ib700' | 'diag288' | 'itco';
    action: 'reset' | 'shutdown' | 'poweroff' | 'pause' | 'dump' | 'none' | 'inject-nmi';
}
export declare const watchdog: Table<Watchdog>;
//# sourceMappingURL=watchdog.d.ts.map