// What is loaded with the first handle of an interface: opening a connection needs none of it.
export { Interface } from './interface.ts';
