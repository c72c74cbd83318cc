export * from './contract/index.ts';
export { isElevated, localIdentity, type Identity } from './identity.ts';
