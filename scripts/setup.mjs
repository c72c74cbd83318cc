/**
 * All set-up that `npm start` and `npm test` need. It runs in a fresh clone, before anything is installed, and so uses
 * nothing but Node itself. Each step takes a few milliseconds when there is nothing to do.
 */
export { ensureBuild } from './setup/build.mjs';
export { ensureDependencies } from './setup/dependencies.mjs';
export { ensureNode } from './setup/node-versions.mjs';
export { ensureSystemPackages } from './setup/system-packages.mjs';
export { currentGuest, ensureGuest } from './guest/linux.mjs';
