import { readFileSync } from 'node:fs';

/** Who may import whom. The same file feeds the lint rules. */
interface Table {
  /** A package, or a pattern of packages such as `driver-*`, and what it may import of ours. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** What tests may import besides. */
  readonly inTests: Readonly<Record<string, readonly string[]>>;
  /** Packages that reach the machine through `Host` alone, and the modules of Node that they must not use. */
  readonly behindHost: { readonly packages: readonly string[]; readonly builtins: readonly string[] };
  /** Files, and folders with a slash at their end, that may import what they are told at run time. */
  readonly registry: readonly string[];
}

const table = JSON.parse(readFileSync(new URL('./table.json', import.meta.url), 'utf8')) as Table;

const covers = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)));

function entry(entries: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] | undefined {
  const pattern = Object.keys(entries).find((pattern) => covers(pattern, name));
  return entries[name] ?? (pattern === undefined ? undefined : entries[pattern]);
}

/** What a package may import of ours; undefined when the table does not know it. */
export const allowedImports = (name: string): readonly string[] | undefined => entry(table.packages, name);

/** What its tests may import besides. */
export const allowedInTests = (name: string): readonly string[] => entry(table.inTests, name) ?? [];

/** Must this package leave a module of Node to `Host`? */
export const isBehindHost = (name: string, builtin: string): boolean =>
  table.behindHost.builtins.includes(builtin) && table.behindHost.packages.some((pattern) => covers(pattern, name));

/** May a file, given by its path in the repository, import what it is told at run time? */
export const isRegistry = (file: string): boolean =>
  table.registry.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));
