export type * from '../model.ts';
export {
  formatNWFilter,
  formatNWFilterBinding,
  parseNWFilter,
  parseNWFilterBinding,
  readNWFilter,
  type NWFilterParseOptions,
} from './document.ts';
export { filterNumber, type FilterNumber } from './numbers.ts';
export { formatFilterVariable, parseFilterVariable } from './variable.ts';
