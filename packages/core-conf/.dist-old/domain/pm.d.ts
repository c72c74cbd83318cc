import { type Table } from '../table/table.ts';
/** `<pm>`: which ways of sleeping the guest's firmware offers. */
export interface PowerManagement {
    suspendToMem?: boolean;
    suspendToDisk?: boolean;
}
export declare const powerManagement: Table<PowerManagement>;
//# sourceMappingURL=pm.d.ts.map