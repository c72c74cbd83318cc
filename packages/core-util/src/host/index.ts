// Entry `@virtweave/core-util/host`: this machine, for who opens a connection and needs no more.
export { LocalHost } from './local-host.ts';
export { errnoError, errnoOf, systemError } from './system-error.ts';
