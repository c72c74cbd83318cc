import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<panic>`: how the guest tells that its kernel has crashed. */
export interface Panic extends DeviceInfo {
    model?: 'isa' | 'pseries' | 'hyperv' | 's390' | 'pvpanic';
}
export declare const panic: Table<Panic>;
//# sourceMappingURL=panic.d.ts.map