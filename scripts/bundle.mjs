// Before a package is packed: puts its modules together into few files, since every file costs a start some 0.3 ms.
//   node scripts/bundle.mjs [PACKAGE_FOLDER]...        default: the current folder, as npm calls it for `prepack`
// One file for each entry that package.json names, and one for each part that is imported when it is needed; nothing of
// another package goes in. The declarations stay as tsc wrote them. The next `tsc -b` writes single modules again.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { homes } from './bundle/homes.mjs';

const folders = process.argv.slice(2);
for (const folder of folders.length === 0 ? ['.'] : folders) await bundle(resolve(folder));

async function bundle(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = entryPoints(manifest, folder);
  const options = {
    absWorkingDir: folder,
    bundle: true,
    packages: 'external',
    conditions: ['@virtweave/source'],
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
    metafile: true,
  };
  const homeOf = await homes(entries, options);
  clear(folder);
  await build({
    ...options,
    entryPoints: Object.fromEntries(entries.map(({ source, target }) => [target.slice('dist/'.length, -'.js'.length), source])),
    outdir: 'dist',
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    sourcemap: true,
    sourcesContent: false,
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [{ name: 'entries', setup: (build) => build.onResolve({ filter: /^\./ }, importOfAnotherEntry) }],
  });

  /** What belongs to another entry is imported from there: an entry is one file, and nothing is in two. */
  function importOfAnotherEntry({ importer, path, resolveDir, kind }) {
    const home = homeOf.get(relative(folder, resolve(resolveDir, path)));
    if (kind !== 'import-statement' || home === undefined || home === homeOf.get(relative(folder, importer))) return undefined;
    return { path: home, external: true, sideEffects: false };
  }
}

/** What package.json exports and starts: specifier, source and built file. */
function entryPoints({ name, exports, bin }, folder) {
  const exported = Object.entries(exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([path, target]) => ({ specifier: join(name, path), source: target['@virtweave/source'], target: target.default }));
  const programs = Object.values(typeof bin === 'string' ? { bin } : (bin ?? {}))
    .map((target) => ({ source: target.replace('dist/', 'src/').replace(/\.js$/, '.ts'), target }));
  return [...exported, ...programs]
    .map(({ specifier, source, target }) => ({ specifier, source: relative(folder, join(folder, source)), target: relative(folder, join(folder, target)) }))
    .filter(({ target }, at, all) => all.findIndex((other) => other.target === target) === at);
}

/** Removes what tsc built, but for the declarations of sources that are still there. Without its notes, tsc builds anew. */
function clear(folder) {
  const dist = join(folder, 'dist');
  for (const name of readdirSync(dist, { recursive: true })) {
    const source = /^(.*)\.d\.ts(\.map)?$/.exec(name)?.[1];
    const gone = source !== undefined && !existsSync(join(folder, 'src', `${source}.ts`));
    if (gone || /(\.js|\.js\.map|^\.tsbuildinfo)$/.test(name)) rmSync(join(dist, name));
  }
}
