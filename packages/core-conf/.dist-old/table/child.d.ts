import type { Field, Required } from './field.ts';
import { type Fields, type Table } from './table.ts';
/** A table, or a function that gives it: for elements that contain themselves. */
export type TableOf<T> = Table<T> | (() => Table<T>);
/** What becomes of an element that has nothing to say: left out (the default), kept as `<x/>`, or written as a pair of tags. */
export type WhenEmpty = 'omit' | 'keep' | 'pair';
/** One child element. */
export declare function child<T>(name: string, of: TableOf<T>, options?: {
    empty?: WhenEmpty;
}): Field<T>;
/** One child element that must be there. */
export declare function childRequired<T>(name: string, of: TableOf<T>, missing?: string): Required<T>;
/** One child element; without it the table reads an empty one. */
export declare function childOr<T>(name: string, of: TableOf<T>, options?: {
    empty?: WhenEmpty;
}): Required<T>;
/** Any number of child elements. */
export declare function list<T>(name: string, of: TableOf<T>): Required<T[]>;
/** Any number of child elements; no value when there are none. */
export declare function some<T>(name: string, of: TableOf<T>): Field<T[]>;
/** A field that stands one element deeper: `<iothreads><iothread/>..</iothreads>`. Nothing inside: no element. */
export declare function within<V>(name: string, inner: Required<V>, options?: {
    empty?: WhenEmpty;
}): Required<V>;
export declare function within<V>(name: string, inner: Field<V>, options?: {
    empty?: WhenEmpty;
}): Field<V>;
/** The shape of U whose `type` may be K. */
type CaseOf<U, K> = U extends {
    type: infer T;
} ? (K extends T ? U : never) : never;
type Cases<U extends {
    type: string;
}> = {
    readonly [K in U['type']]: Fields<Omit<CaseOf<U, K>, 'type'>>;
};
/**
 * A value of several shapes: the attribute `on` says which. The rest stands in the same element, or in its child `body`.
 * The attribute leads its start tag.
 */
export declare function union<U extends {
    type: string;
}>(on: string, cases: Cases<U>, options?: {
    body?: string;
    fallback?: U['type'];
    empty?: WhenEmpty;
}): Required<U>;
/** A value of several shapes that is a child element: `<address type='pci' .../>`. */
export declare function unionChild<U extends {
    type: string;
}>(name: string, on: string, cases: Cases<U>, options?: {
    fallback?: U['type'];
}): Field<U>;
/** Any number of child elements that are a {@link union} each. */
export declare function unionList<U>(name: string, of: Required<U>): Required<U[]>;
export {};
//# sourceMappingURL=child.d.ts.map