import { build } from 'esbuild';

/**
 * Tells the entry to which a module belongs: the smallest of those that reach it. The first entry, which has everything, is
 * nobody's home, and neither is one of which others use a module that it does not show: its modules are left to the bundler.
 * What is imported from another home can thus be had from that entry, and homes do not import each other in a circle.
 *
 * @param entries specifier and source of each
 * @returns specifiers by module
 */
export async function homes(entries, options) {
  const [, ...others] = await Promise.all(
    entries
      .filter(({ specifier }) => specifier !== undefined)
      .map(async ({ specifier, source }) => ({ specifier, ...(await look([source], options)).outputs[0] })),
  );
  others.sort((a, b) => a.modules.length - b.modules.length);
  const { outputs, imports } = await look(entries.map(({ source }) => source), options);
  const everything = new Set(outputs.flatMap(({ modules }) => modules));
  const exportsOf = new Map((await look([...everything], options)).outputs.map(({ source, exports }) => [source, exports]));
  for (;;) {
    const homeOf = new Map();
    for (const { specifier, modules } of others) for (const module of modules) if (!homeOf.has(module)) homeOf.set(module, specifier);
    const open = others.findIndex(({ specifier, exports }) => {
      const shows = (module) => exportsOf.get(module).every((name) => exports.includes(name));
      return imports.some(
        ({ from, to, dynamic }) =>
          homeOf.get(to) === specifier && homeOf.get(from) !== specifier && (dynamic || !shows(to)),
      );
    });
    if (open < 0) return homeOf;
    others.splice(open, 1);
  }
}

/** What the bundles of some modules would hold and export, and who imports whom. */
async function look(sources, options) {
  const { metafile } = await build({ ...options, entryPoints: sources, outdir: 'unwritten', write: false });
  return {
    outputs: Object.values(metafile.outputs).map(({ entryPoint, inputs, exports }) => ({
      source: entryPoint,
      modules: Object.keys(inputs),
      exports,
    })),
    imports: Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
      imports
        .filter(({ external }) => external !== true)
        .map(({ path, kind }) => ({ from, to: path, dynamic: kind !== 'import-statement' })),
    ),
  };
}
