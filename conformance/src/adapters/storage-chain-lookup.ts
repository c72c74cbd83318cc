import { FixtureHost, type FixtureEntry } from '@virtweave/core-testkit';
import { isVirtError } from '@virtweave/core-util';
import { lookupImage } from '@virtweave/core-util/image';
import type { Adapter } from '../adapter.ts';

interface Element {
  readonly path: string;
  readonly relPath?: string;
  readonly id: number;
}

/** Look-up of an image by name or by `target[index]`; not to be found is an outcome here. */
export const run: Adapter = async (testCase) => {
  const { chain, target, startAfter, lookup, cwd, files, symlinks } = testCase as {
    chain: readonly Element[];
    target: string | null;
    startAfter: number | null;
    lookup: string | null;
    cwd: string;
    files?: readonly string[];
    symlinks?: Readonly<Record<string, string>>;
  };
  const tree: Record<string, FixtureEntry> = {};
  for (const file of files ?? []) tree[absolute(`${cwd}/${file}`)] = file;
  for (const [name, link] of Object.entries(symlinks ?? {})) tree[absolute(`${cwd}/${name}`)] = { link };
  const images = chain.map(({ path, relPath, id }) => ({
    source: { type: 'file' as const, file: absolute(path) },
    index: id,
    ...(relPath === undefined ? {} : { relPath }),
  }));
  try {
    const found = await lookupImage(new FixtureHost({ files: tree }), images, nameOf(lookup), {
      target: target ?? undefined,
      startAfter: startAfter ?? undefined,
      folder: absolute(cwd),
    });
    return { expectedIndex: found.index, expectedElement: found.position, expectedParent: found.parent ?? null };
  } catch (error) {
    if (isVirtError(error, 'VIR_ERR_INVALID_ARG')) return { expectedIndex: 0, expectedElement: null, expectedParent: null };
    throw error;
  }
};

/** The corpus' folder has a name of its own instead of a path. */
const absolute = (path: string): string => path.replace(/^ABS_SRCDIR/, '/corpus');

const nameOf = (lookup: string | null): string | undefined => (lookup === null ? undefined : absolute(lookup));
