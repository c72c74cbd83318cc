// Entry `@virtweave/core-api/driver`: what drivers and services call when they are loaded. It is small, so that a program that
// has a core-api of its own in its bundle loads no other one with a driver.
export { contractVersion, defineDriver, defineService } from './contract/driver.ts';
export { domainEventKinds } from './contract/events.ts';
export { isElevated, localIdentity } from './identity.ts';
