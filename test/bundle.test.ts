import { expect, test } from '@jest/globals';

interface Reached {
  readonly name: string;
  readonly modules: ReadonlySet<string>;
}
type NameOf = (module: string, context: { getModuleInfo(module: string): { importedIds: readonly string[] } | null }) => string | null;

const load = (name: string): Promise<unknown> => import(new URL(`../scripts/bundle/${name}.mjs`, import.meta.url).href);
const { manners, rooms } = (await load('rooms')) as {
  manners: readonly unknown[];
  rooms(entries: Readonly<Record<string, string>>, manner: unknown): { nameOf: NameOf; reached(): readonly Reached[] };
};
const { problemOf } = (await load('check')) as {
  problemOf(output: readonly { fileName: string; imports: readonly string[] }[], reached: readonly Reached[]): string | undefined;
};

const entries = { index: '/src/index.ts', 'a/index': '/src/a/index.ts', 'b/index': '/src/b/index.ts', 'c/index': '/src/c/index.ts', extra: '/src/extra.ts' };
const imports: Readonly<Record<string, readonly string[]>> = {
  '/src/index.ts': ['/src/a/index.ts', '/src/b/index.ts', '/src/c/index.ts', '/src/main.ts', '/src/json.ts'],
  '/src/a/index.ts': ['/src/a/own.ts', '/src/base.ts', '/src/two.ts'],
  '/src/b/index.ts': ['/src/base.ts', '/src/two.ts', '/src/a/own.ts', '/src/more.ts'],
  '/src/c/index.ts': ['/src/base.ts', '/src/a/own.ts'],
  '/src/extra.ts': ['zod', '/src/json.ts'],
};
const context = { getModuleInfo: (module: string) => ({ importedIds: imports[module] ?? [] }) };

test('a module goes to the entry in whose folder it is, to the smaller of two, or is shared; never to one with a library', () => {
  const { nameOf, reached } = rooms(entries, manners[0]);
  const names = ['a/own', 'base', 'two', 'more', 'main', 'json', 'lazy'].map((name) => nameOf(`/src/${name}.ts`, context));
  expect(names).toEqual(['a/index', 'shared', 'a/index', 'b/index', null, null, null]);
  expect(reached().find(({ name }) => name === 'extra')?.modules.has('zod')).toBe(true);
});

test('where folders import each other, a module goes to the smallest entry that reaches it', () => {
  const { nameOf } = rooms(entries, manners.at(-1));
  expect(['a/own', 'base', 'more'].map((name) => nameOf(`/src/${name}.ts`, context))).toEqual(['c/index', 'c/index', 'b/index']);
});

test('a main entry that shows few of the others has what it imports, in the first manner', () => {
  const few = { index: '/src/index.ts', 'a/index': '/src/a/index.ts', extra: '/src/extra.ts', other: '/src/other.ts' };
  const names = (manner: unknown): (string | null)[] => {
    const { nameOf } = rooms(few, manner);
    return ['main', 'a/own', 'lazy'].map((name) => nameOf(`/src/${name}.ts`, context));
  };
  expect(names(manners[0])).toEqual(['index', 'a/index', null]);
  expect(names(manners[1])).toEqual([null, 'a/index', null]);
});

test('files that import each other, and a library that an entry does not need', () => {
  const reached = [{ name: 'index', modules: new Set(['/src/index.ts']) }];
  const file = (fileName: string, ...imports: string[]): { fileName: string; imports: string[] } => ({ fileName, imports });
  expect(problemOf([file('index.js', 'a.js', 'node:fs', '@virtweave/core-util'), file('a.js')], reached)).toBeUndefined();
  expect(problemOf([file('index.js', 'a.js'), file('a.js', 'index.js')], reached)).toContain('index.js -> a.js -> index.js');
  expect(problemOf([file('index.js', 'a.js'), file('a.js', 'zod')], reached)).toBe('index.js would load zod, which it does not need');
});
