// Before a package is packed: puts its modules together into few files, since every file costs a start 0.25 ms.
//   node scripts/bundle.mjs [PACKAGE_FOLDER]...        default: the current folder, as npm calls it for `prepack`
// One file for each entry that package.json names, one for what they share, and one for each part that is imported when it
// is needed; of other packages only what `carried` names. A program becomes CommonJS. The declarations stay as tsc wrote them.
// The next `tsc -b` writes single modules again.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { problemOf } from './bundle/check.mjs';
import { cheapData } from './bundle/data.mjs';
import { common, manners, rooms } from './bundle/rooms.mjs';

const constants = await data(new URL('../packages/core-api/src/constants.generated.ts', import.meta.url));
/**
 * Packages that go into the bundle of another, since each on the way of a start costs it 2 ms. They hold nothing that there
 * may be only once in a process.
 */
const small = ['@virtweave/core-util/errors', '@virtweave/core-util/uri'];
const carried = { '@virtweave/driver-remote': ['@virtweave/core-rpc', ...protocols(), '@virtweave/core-api/driver', ...small] };

/** A program has its own core-api, which Node then starts as it starts the program itself. */
const carriedByPrograms = ['@virtweave/core-api', '@virtweave/core-util/host', ...small];

const folders = process.argv.slice(2);
for (const folder of folders.length === 0 ? ['.'] : folders) await bundle(resolve(folder));

async function bundle(folder) {
  const { name, exports, bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const own = carried[name] ?? [];
  clear(folder);
  await writeLibrary(sources(Object.values(exports).map((target) => target.default), folder), own, folder);
  if (bin !== undefined) await writeProgram(sources(Object.values(bin), folder), [...own, ...carriedByPrograms], folder);
}

/** @param carried names of packages of ours that go into the bundle */
function read(entries, carried) {
  return rolldown({
    input: entries,
    external: (id) => /^[^./]/.test(id) && !carried.includes(id),
    resolve: { conditionNames: ['@virtweave/source', 'import', 'node', 'default'] },
    platform: 'node',
    plugins: [cheapData(constants)],
    // Its file shows what the others need of it, too, under short names: else each entry would need a second file.
    preserveEntrySignatures: 'allow-extension',
    treeshake: { moduleSideEffects: false },
    checks: { ineffectiveDynamicImport: false },
  });
}

async function writeLibrary(entries, carried, folder) {
  const build = await read(entries, carried);
  let problem;
  for (const manner of manners) {
    const { nameOf, reached } = rooms(entries, manner);
    const options = {
      ...output(folder),
      // Not in a folder of their own: Node looks for a package.json in each.
      chunkFileNames: '[name]-[hash].js',
      codeSplitting: { includeDependenciesRecursively: false, groups: [{ debugName: 'rooms', name: nameOf, priority: 1 }, commonParts(entries)] },
    };
    problem = problemOf((await build.generate(options)).output, reached());
    if (problem === undefined) {
      await build.write(options);
      return build.close();
    }
  }
  throw new Error(`${folder} cannot be bundled: ${problem}`);
}

/** A program is CommonJS, which Node starts sooner, and loads at once, part by part, modules of other packages included. */
async function writeProgram(entries, carried, folder) {
  const build = await read(entries, carried);
  await build.write({
    ...output(folder),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    codeSplitting: { includeDependenciesRecursively: false, groups: [commonParts(entries)] },
  });
  return build.close();
}

function commonParts(entries) {
  return { debugName: 'common', name: common(entries), minShareCount: 4, maxModuleSize: 5000 };
}

function output(folder) {
  return {
    dir: join(folder, 'dist'),
    minify: { compress: true, mangle: false, codegen: true },
    sourcemap: true,
    sourcemapExcludeSources: true,
  };
}

/** What a generated module exports that holds nothing but data. */
async function data(url) {
  const text = readFileSync(url, 'utf8').replaceAll(/^\} as const;$/gm, '};');
  return await import(`data:text/javascript,${encodeURIComponent(text)}`);
}

/** Entries of core-rpc with procedures. */
function protocols() {
  const { name, exports } = JSON.parse(readFileSync(new URL('../packages/core-rpc/package.json', import.meta.url), 'utf8'));
  return Object.keys(exports).flatMap((entry) => (entry.startsWith('./protocol/') ? [name + entry.slice(1)] : []));
}

/** The sources of targets in a package.json, by the name of the built file. */
function sources(targets, folder) {
  const found = targets.flatMap((target) => {
    const [, name, kind] = /^(?:\.\/)?dist\/(.*)\.(c?)js$/.exec(target) ?? [];
    return name === undefined ? [] : expand(name, folder).map((each) => [each, join(folder, 'src', `${each}.${kind}ts`)]);
  });
  return Object.fromEntries(found);
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
    const [, source, kind] = /^(.*)\.d\.(c?)ts(\.map)?$/.exec(name) ?? [];
    const gone = source !== undefined && !existsSync(join(folder, 'src', `${source}.${kind}ts`));
    if (gone || /(\.c?js|\.c?js\.map|^\.tsbuildinfo)$/.test(name)) rmSync(join(dist, name));
  }
}
