import vm from 'node:vm';

/** Without the flag jest imitates modules in CommonJS, and tests of dynamic import would pass for the wrong reason. */
export default function assertRealModules() {
  if (typeof vm.SourceTextModule !== 'function') {
    throw new Error('jest must be started as `node --experimental-vm-modules node_modules/jest/bin/jest.js` (npm run unit)');
  }
}
