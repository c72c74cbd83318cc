import type { XmlElement } from '@virtweave/core-util/xml';
import type { ReadContext, WriteContext } from './context.ts';
import type { Field, NameCheck, Required } from './field.ts';
import type { JsonSchema } from './json-schema.ts';
type IsOptional<T, K extends keyof T> = object extends Pick<T, K> ? true : false;
/** One field per key of T; a key that is not optional needs a field that always yields a value. */
export type Fields<T> = {
    readonly [K in keyof T]-?: IsOptional<T, K> extends true ? Field<Exclude<T[K], undefined>> : Required<T[K]>;
};
/** How one element and its object correspond: its fields in the order in which they are written. */
export interface Table<T> {
    readonly fields: readonly Entry[];
    /** Fields that write attributes, leading ones first. */
    readonly attributeFields: readonly Entry[];
    readonly childFields: readonly Entry[];
    readonly check: NameCheck;
    schema(): JsonSchema;
    readonly _type?: T;
}
interface Entry {
    readonly key: string;
    readonly field: Field<unknown>;
}
/** Declares the table of an interface: every key of it, in the order in which the element is written. */
export declare function table<T extends object>(fields: Fields<T>): Table<T>;
/** Reads the object that an element stands for. */
export declare function readTable<T>(table: Table<T>, element: XmlElement, context: ReadContext): T;
/** Writes the attributes of an object into the start tag that is open. */
export declare function writeTableAttributes<T>(table: Table<T>, object: T, out: WriteContext): void;
/** Writes the children of an object into the element that is open. */
export declare function writeTableChildren<T>(table: Table<T>, object: T, out: WriteContext): void;
/** Writes a whole element. */
export declare function writeElement<T>(name: string, table: Table<T>, object: T, out: WriteContext): void;
/** Finds the attributes and elements that none of the fields owns. */
export declare function nameCheck(fields: readonly Field<unknown>[]): NameCheck;
export {};
//# sourceMappingURL=table.d.ts.map