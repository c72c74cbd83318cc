// What is loaded with the first handle of a domain, or the first subscription: opening a connection needs none of it.
export { Domain } from './domain.ts';
export { publicEvent } from './public-event.ts';
export { parameters } from '../connection/parameters.ts';
