// What is loaded with the first handle of a network: opening a connection needs none of it.
export { Network } from './network.ts';
export { publicNetworkEvent } from './public-event.ts';
