import { type Int64 } from '../../table/codec.ts';
import { type Table } from '../../table/table.ts';
/** `<lease>`: a lock that the guest must hold, in a lock manager. */
export interface Lease {
    lockspace?: string;
    key: string;
    target?: {
        path: string;
        offset?: Int64;
    };
}
export declare const lease: Table<Lease>;
//# sourceMappingURL=lease.d.ts.map