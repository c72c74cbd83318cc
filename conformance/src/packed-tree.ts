import { readFile } from 'node:fs/promises';
import { FixtureHost, type FixtureEntry } from '@virtweave/core-testkit';

interface PackedTree {
  readonly files: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
  readonly emptyDirs: readonly string[];
}

/**
 * A host whose folders are those of a packed tree.
 *
 * @param mounts which (sub)tree stands for which absolute path
 * @param more further files, by absolute path
 */
export function packedHost(
  text: string,
  mounts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, FixtureEntry>> = {},
): FixtureHost {
  return hostOf(JSON.parse(text) as PackedTree, mounts, more);
}

/**
 * The same for a tree with links that lead out of it. Upstream they lead into the data of another suite, so what they mean is
 * in that suite's packed tree; without it they lead nowhere.
 *
 * @param path absolute path of the packed tree
 */
export async function linkedHost(path: string, mounts: Readonly<Record<string, string>>): Promise<FixtureHost> {
  const tree = await readTree(path);
  const files: Record<string, string> = { ...tree?.files };
  const links: Record<string, string> = {};
  for (const [at, target] of Object.entries(tree?.links ?? {})) {
    const [, ups = '', folder = '', name = '', under = ''] = /^((?:\.\.\/)+)(virhostcpudata)\/([^/]+)\/(.+)$/.exec(target) ?? [];
    const leaves = ups.length / 3 > at.split('/').length - 1;
    const other = leaves ? await readTree(new URL(`../../host-cpu/${folder}/${name}.tree.json`, `file://${path}`)) : undefined;
    if (other === undefined) links[at] = target;
    const moved = (entries: Readonly<Record<string, string>> = {}): [string, string][] =>
      Object.entries(entries).flatMap(([inner, value]) =>
        inner.startsWith(`${under}/`) ? [[at + inner.slice(under.length), value]] : [],
      );
    Object.assign(files, Object.fromEntries(moved(other?.files)));
    Object.assign(links, Object.fromEntries(moved(other?.links)));
  }
  return hostOf({ files, links, emptyDirs: tree?.emptyDirs ?? [] }, mounts);
}

async function readTree(path: string | URL): Promise<PackedTree | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PackedTree;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function hostOf(
  tree: PackedTree,
  mounts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, FixtureEntry>> = {},
): FixtureHost {
  const files: Record<string, FixtureEntry> = { ...more };
  for (const [mount, under] of Object.entries(mounts)) {
    const put = (path: string, entry: FixtureEntry): void => {
      if (under === '') files[`${mount}/${path}`] = entry;
      else if (path.startsWith(`${under}/`)) files[mount + path.slice(under.length)] = entry;
    };
    for (const [path, content] of Object.entries(tree.files)) put(path, content);
    for (const path of tree.emptyDirs) put(path, { folder: true });
    for (const [path, link] of Object.entries(tree.links)) put(path, { link });
  }
  return new FixtureHost({ files });
}
