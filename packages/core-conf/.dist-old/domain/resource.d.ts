import { type Table } from '../table/table.ts';
/** `<resource>`: where the guest belongs on the host. */
export interface Resource {
    /** Cgroup. */
    partition?: string;
    /** Application id in Fibre Channel frames. */
    fibrechannelAppid?: string;
}
export declare const resource: Table<Resource>;
//# sourceMappingURL=resource.d.ts.map