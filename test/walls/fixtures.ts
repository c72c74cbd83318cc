import type { Rule } from './check.ts';

/** A repository that breaks one rule: its files by path, on top of {@link sound}. */
export interface Fixture {
  readonly name: string;
  readonly rule: Rule;
  readonly files: Readonly<Record<string, unknown>>;
  /** A file that the lint rules refuse as well. Not every wall can be held by lint. */
  readonly lint?: true;
}

const manifest = (name: string, dependencies: object = {}, more: object = {}): object => ({
  name: `@virtweave/${name}`,
  exports: { '.': './src/index.ts', './package.json': './package.json' },
  dependencies,
  ...more,
});

/** A small repository that breaks nothing. */
export const sound: Readonly<Record<string, unknown>> = {
  'package.json': { name: 'root', devDependencies: { '@jest/globals': '1' } },
  'packages/core-util/package.json': manifest('core-util', { execa: '1' }),
  'packages/core-util/src/index.ts': `import { readFile } from 'node:fs/promises';\nexport const run = () => import('execa');\nexport { readFile };`,
  'packages/core-conf/package.json': manifest('core-conf', { '@virtweave/core-util': '1' }),
  'packages/core-conf/src/index.ts': `export * from '@virtweave/core-util';`,
  'packages/core-api/package.json': manifest('core-api', { '@virtweave/core-util': '1' }),
  'packages/core-api/src/registry/load.ts': `import { createRequire } from 'node:module';\nexport const load = (name: string) => import(createRequire('/').resolve(name));`,
  'packages/core-testkit/package.json': manifest('core-testkit', { '@virtweave/core-util': '1' }),
  'packages/driver-one/package.json': manifest(
    'driver-one',
    { '@virtweave/core-util': '1' },
    { peerDependencies: { '@virtweave/core-api': '1' }, devDependencies: { '@virtweave/core-testkit': '1' } },
  ),
  'packages/driver-one/src/index.ts': `import type {} from '@virtweave/core-api';\nimport './other.ts';`,
  'packages/driver-one/src/other.ts': `import { run } from '@virtweave/core-util';\nrun();`,
  'packages/driver-one/test/one.test.ts': `import { test } from '@jest/globals';\nimport '@virtweave/core-testkit';\nimport 'node:fs';\nimport '../src/index.ts';\ntest('x', () => {});`,
  'packages/core-util/test/contract.ts': 'export {};',
  'packages/core-testkit/test/kit.test.ts': `import '../../core-util/test/contract.ts';`,
  'packages/driver-two/package.json': manifest('driver-two'),
  'packages/driver-two/src/index.ts': 'export type Two = 2;',
  'bench/package.json': manifest('bench', { '@virtweave/driver-one': '1' }),
  'bench/src/main.ts': `import '@virtweave/driver-one';\nawait import(process.argv[2]);`,
};

const declared = {
  'packages/driver-one/package.json': manifest('driver-one', { '@virtweave/driver-two': '1', '@virtweave/core-util': '1' }, {
    peerDependencies: { '@virtweave/core-api': '1' },
    devDependencies: { '@virtweave/core-testkit': '1' },
  }),
};

const inDriver = (text: string): Readonly<Record<string, unknown>> => ({ 'packages/driver-one/src/broken.ts': text });

export const broken: readonly Fixture[] = [
  { name: 'a package that the table does not know', rule: 'unknown package', files: { 'packages/extra/package.json': manifest('extra') } },
  { name: 'a driver that depends on a driver', rule: 'table', files: declared },
  {
    name: 'a driver that depends on a driver in its tests',
    rule: 'table',
    files: { 'packages/driver-two/package.json': manifest('driver-two', {}, { devDependencies: { '@virtweave/driver-one': '1' } }) },
  },
  {
    name: 'a driver as a peer',
    rule: 'table',
    files: { 'packages/driver-two/package.json': manifest('driver-two', {}, { peerDependencies: { '@virtweave/driver-one': '1' } }) },
  },
  { name: 'a static import', rule: 'table', lint: true, files: inDriver(`import { Two } from '@virtweave/driver-two';\nexport const x: Two = 2;`) },
  { name: 'an import for its effects', rule: 'table', lint: true, files: inDriver(`import '@virtweave/driver-two';`) },
  { name: 'an import of types', rule: 'table', lint: true, files: inDriver(`import type { Two } from '@virtweave/driver-two';\nexport type X = Two;`) },
  { name: 'a re-export', rule: 'table', lint: true, files: inDriver(`export { type Two } from '@virtweave/driver-two';`) },
  { name: 'a re-export of everything', rule: 'table', lint: true, files: inDriver(`export * from '@virtweave/driver-two';`) },
  { name: 'an import type', rule: 'table', lint: true, files: inDriver(`export type X = import('@virtweave/driver-two').Two;`) },
  { name: 'a dynamic import', rule: 'table', lint: true, files: inDriver(`export const x = () => import('@virtweave/driver-two');`) },
  { name: 'a dynamic import of a template without holes', rule: 'table', lint: true, files: inDriver('export const x = () => import(`@virtweave/driver-two`);') },
  { name: 'an augmented module', rule: 'table', files: inDriver(`export {};\ndeclare module '@virtweave/driver-two' {}`) },
  { name: 'a reference', rule: 'table', files: inDriver(`/// <reference types="@virtweave/driver-two" />\nexport {};`) },
  { name: 'an import in a test', rule: 'table', lint: true, files: { 'packages/driver-one/test/broken.test.ts': `import '@virtweave/driver-two';` } },
  { name: 'the ground floor looking up', rule: 'table', lint: true, files: { 'packages/core-util/src/broken.ts': `import '@virtweave/core-conf';` } },
  { name: 'the test kit outside tests', rule: 'table', lint: true, files: inDriver(`import '@virtweave/core-testkit';`) },
  { name: 'a require', rule: 'require', lint: true, files: inDriver(`declare const require: (name: string) => unknown;\nexport const x = require('execa');`) },
  { name: 'an import by assignment', rule: 'require', lint: true, files: inDriver(`import two = require('@virtweave/driver-two');\nexport { two };`) },
  {
    name: 'a require that is made',
    rule: 'require',
    lint: true,
    files: inDriver(`import { createRequire } from 'node:module';\nexport const x = createRequire(import.meta.url)('@virtweave/driver-two');`),
  },
  { name: 'a module of Node by name', rule: 'require', lint: true, files: inDriver(`export const x = process.getBuiltinModule('fs');`) },
  { name: 'a computed import', rule: 'computed import', lint: true, files: inDriver('export const x = (name: string) => import(`@virtweave/driver-${name}`);') },
  { name: 'a resolved name', rule: 'computed import', lint: true, files: inDriver('export const x = (name: string) => import.meta.resolve(name);') },
  { name: 'an undeclared package of others', rule: 'undeclared', files: { 'packages/core-conf/src/broken.ts': `import 'execa';` } },
  { name: 'an undeclared package of ours', rule: 'undeclared', files: { 'packages/core-api/src/broken.ts': `import '@virtweave/core-conf';` } },
  { name: 'an undeclared driver in a private workspace', rule: 'undeclared', files: { 'bench/src/broken.ts': `import '@virtweave/driver-two';` } },
  { name: 'a test dependency in a source', rule: 'undeclared', files: { 'packages/core-conf/src/broken.ts': `import '@jest/globals';` } },
  { name: 'a path into another package', rule: 'leaves package', lint: true, files: inDriver(`import '../../driver-two/src/index.ts';`) },
  {
    name: 'a path into the tests of another driver',
    rule: 'leaves package',
    lint: true,
    files: { 'packages/driver-one/test/broken.test.ts': `import '../../driver-two/test/helper.ts';` },
  },
  { name: 'a path into the sources of another package in a test', rule: 'leaves package', files: { 'packages/driver-one/test/broken.test.ts': `import '../../core-util/src/index.ts';` } },
  { name: 'an inner file of a package', rule: 'not exported', files: { 'packages/core-conf/src/broken.ts': `import '@virtweave/core-util/src/index.ts';` } },
  { name: 'files without Host', rule: 'behind Host', lint: true, files: inDriver(`import 'node:fs/promises';`) },
  { name: 'processes without Host', rule: 'behind Host', lint: true, files: inDriver(`export const x = () => import('node:child_process');`) },
  { name: 'sockets without Host', rule: 'behind Host', lint: true, files: inDriver(`export type { Socket } from 'node:net';`) },
  { name: 'a module of Node without its prefix', rule: 'node: missing', lint: true, files: { 'packages/core-util/src/broken.ts': `import 'fs';` } },
];
