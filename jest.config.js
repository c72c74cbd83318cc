import { existsSync, readdirSync } from 'node:fs';

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
  setupFilesAfterEnv: ['<rootDir>/scripts/jest-timeout.mjs'],
};

/** Milliseconds are enough for a unit test; a machine that is busy with other things may take seconds. */
const unit = (name, folder) => ({
  ...shared,
  displayName: name,
  testMatch: [`<rootDir>/${folder}/test/**/*.test.ts`],
  globals: { testTimeout: 60_000 },
});

/** Tests that need a real machine, or time. They run one after the other: `npm run integration`, `npm run endurance`. */
const slow = (name, testTimeout) => ({
  ...shared,
  displayName: name,
  testMatch: [`<rootDir>/{packages/*,examples,conformance}/${name}/**/*.test.ts`],
  globals: { testTimeout },
});

const workspaces = ['conformance', 'bench', 'examples'].filter((name) => existsSync(new URL(`${name}/test`, import.meta.url)));

export default {
  projects: [
    ...readdirSync(new URL('packages', import.meta.url)).map((name) => unit(name, `packages/${name}`)),
    ...workspaces.map((name) => unit(name, name)),
    unit('repository', '.'),
    slow('integration', 120_000),
    slow('endurance', 1_800_000),
  ],
  globalSetup: '<rootDir>/scripts/jest-global-setup.mjs',
};
