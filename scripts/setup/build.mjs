import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, root, run, step } from './run.mjs';
import { writeSchemas } from './schemas.mjs';

const stamp = join(cacheFolder, 'build-stamp');

/** Compiles the project references of tsconfig.json (`tsc -b`) when a source changed since the last time. */
export async function ensureBuild() {
  const now = signature();
  if (now !== undefined && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  await step('Building', (note) =>
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], { onLine: note }));
  await writeSchemas();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, signature() ?? '');
}

/** Names, sizes and times of all sources; undefined when something is not built at all. */
function signature() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path}\0${mtimeMs}\0${size}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.ts') || entry.name.endsWith('.json')) add(path);
    }
  };
  add(join(root, 'tsconfig.json'));
  add(join(root, 'tsconfig.base.json'));
  for (const { path } of references()) {
    const folder = join(root, path);
    if (!existsSync(join(folder, 'dist'))) return undefined;
    add(join(folder, 'tsconfig.json'));
    walk(join(folder, 'src'));
  }
  return hash.digest('hex');
}

function references() {
  return JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).references;
}
