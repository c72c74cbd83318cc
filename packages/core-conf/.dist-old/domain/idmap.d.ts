import { type Table } from '../table/table.ts';
/** `<idmap>`: ids inside a user namespace and outside of it. */
export interface Idmap {
    uid?: IdRange[];
    gid?: IdRange[];
}
export interface IdRange {
    /** First id inside. */
    start: number;
    /** First id on the host. */
    target: number;
    count: number;
}
export declare const idmap: Table<Idmap>;
//# sourceMappingURL=idmap.d.ts.map