// What is loaded with the first handle of a secret: opening a connection needs none of it.
export { publicSecretEvent } from './public-event.ts';
export { Secret } from './secret.ts';
