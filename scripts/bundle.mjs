// Before a package is packed: puts its modules together into few files, since every file costs a start 0.25 ms.
//   node scripts/bundle.mjs [PACKAGE_FOLDER]...        default: the current folder, as npm calls it for `prepack`
// One file for each entry that package.json names, one for what they share, and one for each part that is imported when it
// is needed; nothing of another package goes in. The declarations stay as tsc wrote them. The next `tsc -b` writes single
// modules again.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { problemOf } from './bundle/check.mjs';
import { manners, rooms } from './bundle/rooms.mjs';

const folders = process.argv.slice(2);
for (const folder of folders.length === 0 ? ['.'] : folders) await bundle(resolve(folder));

async function bundle(folder) {
  const entries = entryPoints(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), folder);
  const build = await rolldown({
    input: entries,
    external: /^[^./]/,
    platform: 'node',
    // Its file shows what the others need of it, too, under short names: else each entry would need a second file.
    preserveEntrySignatures: 'allow-extension',
    treeshake: { moduleSideEffects: false },
    checks: { ineffectiveDynamicImport: false },
  });
  let problem;
  for (const manner of manners) {
    const { nameOf, reached } = rooms(entries, manner);
    const options = outputOptions(folder, nameOf);
    const { output } = await build.generate(options);
    problem = problemOf(output, reached());
    if (problem === undefined) {
      clear(folder);
      await build.write(options);
      return build.close();
    }
  }
  throw new Error(`${folder} cannot be bundled: ${problem}`);
}

function outputOptions(folder, name) {
  return {
    dir: join(folder, 'dist'),
    chunkFileNames: 'parts/[name]-[hash].js',
    codeSplitting: { includeDependenciesRecursively: false, groups: [{ debugName: 'rooms', name }] },
    minify: { compress: true, mangle: false, codegen: true },
    sourcemap: true,
    sourcemapExcludeSources: true,
  };
}

/** The sources of what package.json exports and starts, by the name of the built file. */
function entryPoints({ exports, bin }, folder) {
  const targets = [...Object.values(exports).map((target) => target.default), ...Object.values(typeof bin === 'string' ? { bin } : (bin ?? {}))];
  const names = targets.flatMap((target) => /^(?:\.\/)?dist\/(.*)\.js$/.exec(target)?.[1] ?? []);
  return Object.fromEntries(names.flatMap((name) => expand(name, folder)).map((name) => [name, join(folder, 'src', `${name}.ts`)]));
}

/** The modules that a name with `*` stands for. */
function expand(name, folder) {
  const [before, after] = name.split('*');
  if (after === undefined) return [name];
  const modules = readdirSync(join(folder, 'src'), { recursive: true }).map((path) => path.replace(/(\.d)?\.ts$/, ''));
  return modules.filter((module) => module.startsWith(before) && module.endsWith(after));
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
