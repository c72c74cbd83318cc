import type { Field } from './field.ts';
/** A property with its field. */
export interface Entry {
    readonly key: string;
    readonly field: Field<unknown>;
    /** Place in the table, from 0. */
    readonly place: number;
}
/**
 * How the fields of a table are found. Most elements hold few of the many things that they may hold, so reading starts
 * from what the element holds, and writing from what the object holds; both keep the order of the table.
 */
export declare class Plan {
    #private;
    readonly entries: readonly Entry[];
    /** Those whose attributes are written first. */
    readonly leading: readonly Entry[];
    constructor(entries: readonly Entry[]);
    /** The fields that may have a value in an element with these attributes and children. */
    toRead(attributes: ReadonlyMap<string, unknown>, children: ReadonlyMap<string, unknown>): readonly Entry[];
    /** The fields that have a value in an object. */
    toWrite(object: object): readonly Entry[];
}
//# sourceMappingURL=plan.d.ts.map