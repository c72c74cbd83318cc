import type { JsonSchema } from './json-schema.ts';
/** Turns one attribute or text into a value and back. */
export interface Codec<V> {
    /** undefined: the text is not such a value. */
    parse(text: string): V | undefined;
    format(value: V): string;
    /** What libvirt's message says behind the wrong value, such as `Expected integer value`. */
    readonly expected?: string;
    readonly schema: JsonSchema;
}
/** A 64-bit number: `number` as long as it is exact, `bigint` beyond 2^53 - 1. */
export type Int64 = number | bigint;
export declare const str: Codec<string>;
/** A signed 32-bit number. */
export declare const int: Codec<number>;
/** An unsigned 32-bit number. */
export declare const uint: Codec<number>;
/** A positive 32-bit number. */
export declare const positive: Codec<number>;
/** An unsigned 8-bit number. */
export declare const uint8: Codec<number>;
/** A signed 64-bit number. */
export declare const int64: Codec<Int64>;
/** An unsigned 64-bit number. */
export declare const uint64: Codec<Int64>;
/**
 * An unsigned number that is written in hexadecimal with at least `width` digits, such as `0x0003`; read in any of C's
 * notations (`0x1f`, `31`, `037`).
 */
export declare function hex(width: number, max?: number): Codec<number>;
/** The same for 64 bits. */
export declare function hex64(width: number): Codec<Int64>;
/** An unsigned number in any of C's notations; undefined when it is none, or above 2^53 - 1. */
export declare function parseC(text: string): number | undefined;
/** One of the listed words. */
export declare function oneOf<const T extends readonly string[]>(...words: T): Codec<T[number]>;
/** Words for true and false: `yes` and `no`, `on` and `off`. */
export declare function truth(yes: string, no: string): Codec<boolean>;
export declare const yesNo: Codec<boolean>;
export declare const onOff: Codec<boolean>;
/** Makes a codec stricter, or another value of it. `parse` may refuse by undefined. */
export declare function refine<V>(codec: Codec<V>, accept: (value: V) => V | undefined): Codec<V>;
//# sourceMappingURL=codec.d.ts.map