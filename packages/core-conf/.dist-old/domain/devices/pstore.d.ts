import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<pstore>`: storage for the last words of a guest's kernel. */
export interface Pstore extends DeviceInfo {
    backend: 'acpi-erst';
    path?: string;
    /** KiB. */
    size?: number;
}
export declare const pstore: Table<Pstore>;
//# sourceMappingURL=pstore.d.ts.map