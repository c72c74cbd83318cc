import { readdirSync } from 'node:fs';

const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@virtweave/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/', '/.cache/'],
  watchPathIgnorePatterns: ['/dist/', '/.cache/'],
};

const project = (name, folder) => ({
  ...shared,
  displayName: name,
  testMatch: [`<rootDir>/${folder}/test/**/*.test.ts`],
});

export default {
  projects: [
    ...readdirSync(new URL('packages', import.meta.url)).map((name) => project(name, `packages/${name}`)),
    project('conformance', 'conformance'),
    project('repository', '.'),
  ],
  globalSetup: '<rootDir>/scripts/jest-global-setup.mjs',
};
