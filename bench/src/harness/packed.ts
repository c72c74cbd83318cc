import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programOutput } from './child.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Packs packages, and those of ours that they need, as they are published, and installs them in an empty folder. */
export async function installPacked(names: readonly string[], folder: string, note: (line: string) => void): Promise<void> {
  note('  packing and installing');
  const workspaces = [...withOurs(names)].flatMap((name) => ['-w', `packages/${name}`]);
  const listed = await programOutput(
    'npm',
    ['pack', '--json', '--silent', '--pack-destination', folder, ...workspaces],
    root,
  );
  const tarballs = Object.values(JSON.parse(listed) as Record<string, { filename: string }>).map(({ filename }) => filename);
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const install = ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  await programOutput('npm', [...install, ...tarballs.map((name) => `./${name}`)], folder);
}

/** With the packages of this repository that they depend on. */
function withOurs(names: readonly string[]): Set<string> {
  const found = new Set(names);
  for (const name of found) {
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(
      readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'peerDependencies', Record<string, string> | undefined>;
    for (const needed of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (needed.startsWith('@virtweave/')) found.add(needed.slice('@virtweave/'.length));
    }
  }
  return found;
}
