import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FixtureHost, type FixtureEntry } from '@virtweave/core-testkit';
import type { CaseFiles } from '../adapter.ts';

/** The pretended host with `/etc`, `/usr/share` and `/home` of a folder of common data. */
export async function hostWithDescriptors(
  files: CaseFiles,
  folder: 'qemufirmwaredata' | 'qemuvhostuserdata',
  options: ConstructorParameters<typeof FixtureHost>[0] = {},
): Promise<FixtureHost> {
  const root = files.path(`common/${folder}`);
  const found: Record<string, FixtureEntry> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name).slice(root.length);
    found[path] = await files.read(`common/${folder}${path}`);
  }
  return new FixtureHost({ ...options, files: { ...found, ...options.files } });
}

/** Where a path of the corpus stands on the pretended host: `common/qemufirmwaredata/home/user` is `/home/user`. */
export function pretendedPath(path: string): string {
  return path.replace(/^common\/[^/]+/, '');
}
