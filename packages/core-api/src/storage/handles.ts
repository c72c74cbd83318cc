// What is loaded with the first handle of a pool or volume: opening a connection needs none of it.
export { publicPoolEvent } from './public-event.ts';
export { StoragePool } from './storage-pool.ts';
export { StorageVol } from './storage-vol.ts';
