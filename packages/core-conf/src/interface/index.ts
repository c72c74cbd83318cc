export type * from '../model.ts';
export { formatHostInterface } from './format.ts';
export { parseHostInterface, readHostInterface } from './parse.ts';
