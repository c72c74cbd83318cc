/**
 * How an element and its object correspond, for drivers that have documents of their own: the same tables with which this
 * package reads and writes libvirt's.
 *
 * @packageDocumentation
 */
export { child, childRequired, list, some, union, within } from './child.ts';
export { hex, hex64, int, int64, oneOf, onOff, str, truth, uint, uint64, yesNo, type Codec, type Int64 } from './codec.ts';
export type { ReadContext, WriteContext } from './context.ts';
export { attr, attrOr, attrRequired, flag, leaf, leafOr, leafRequired, leaves, properties, property, text, type Field, type Required } from './field.ts';
export { problem } from './problem.ts';
export { readTable, table, writeTable, type Fields, type Table } from './table.ts';
