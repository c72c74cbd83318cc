import { type Table } from '../../table/table.ts';
/** `<teaming>`: a pair of interfaces that the guest sees as one. */
export interface Teaming {
    type: 'persistent' | 'transient';
    /** Alias of the persistent one, in the transient one. */
    persistent?: string;
}
export declare const teaming: Table<Teaming>;
//# sourceMappingURL=teaming.d.ts.map