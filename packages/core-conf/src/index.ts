export type * from './model.ts';
export { formatDomain, type FormatOptions } from './domain/format.ts';
export { readDomain, type ParseOptions } from './domain/parse.ts';
