export type * from '../model.ts';
export { formatSecret } from './format.ts';
export { parseSecret, readSecret, type SecretParseOptions } from './parse.ts';
