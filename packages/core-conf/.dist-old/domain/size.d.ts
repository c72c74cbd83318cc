import type { XmlElement } from '@virtweave/core-util/xml';
import type { Field, Required } from '../table/field.ts';
/** Reads a size with an optional `unit` attribute; without one it counts in `unit`. Bytes. */
export declare function readSize(element: XmlElement, text: string, unit: string): bigint;
/** Bytes as KiB, rounded up. */
export declare function toKib(bytes: bigint, element: XmlElement): number;
/** `<memory unit='MiB'>..</memory>`: an amount of memory, kept in KiB (rounded up) and written in KiB. */
export declare function kib(name: string): Field<number>;
export declare function kibRequired(name: string): Required<number>;
/** The text of the element itself, with its `unit`, in KiB. */
export declare const kibText: Required<number>;
/** Two attributes that make a size: `<page size='2048' unit='KiB'/>`, in KiB. */
export declare function kibAttribute(name: string): Required<number>;
/** `<size unit='M'>..</size>`: kept and written in MiB, rounded up. */
export declare function mib(name: string): Field<number>;
//# sourceMappingURL=size.d.ts.map