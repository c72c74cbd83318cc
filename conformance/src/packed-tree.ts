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
  const tree = JSON.parse(text) as PackedTree;
  const files: Record<string, FixtureEntry> = { ...more };
  for (const [mount, under] of Object.entries(mounts)) {
    const place = (path: string): string | undefined => {
      if (under === '') return `${mount}/${path}`;
      return path.startsWith(`${under}/`) ? mount + path.slice(under.length) : undefined;
    };
    const put = (path: string, entry: FixtureEntry): void => {
      const at = place(path);
      if (at !== undefined) files[at] = entry;
    };
    for (const [path, content] of Object.entries(tree.files)) put(path, content);
    for (const path of tree.emptyDirs) put(path, { folder: true });
    for (const [path, link] of Object.entries(tree.links)) put(path, { link });
  }
  return new FixtureHost({ files });
}
