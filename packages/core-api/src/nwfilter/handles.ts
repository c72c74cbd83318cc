// What is loaded with the first handle of a filter: opening a connection needs none of it.
export { NWFilterBinding } from './nwfilter-binding.ts';
export { NWFilter } from './nwfilter.ts';
