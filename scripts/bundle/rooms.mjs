import { dirname } from 'node:path';

const owner = (found, module) => (found.find(({ source }) => owns(source, module)) ?? (found.length < 3 ? found[0] : undefined))?.name ?? 'shared';
const smallest = (found) => found[0].name;

/**
 * Ways to tell the file into which a module goes, best first: `pick` takes entries that reach the module, smallest first.
 * With `main`, a main entry that shows few of the others has what it shares with them: who uses them uses it as well. The
 * last is for packages whose folders import each other: then files never do.
 */
export const manners = [
  { pick: owner, main: true },
  { pick: owner, main: false },
  { pick: smallest, main: false },
];

/**
 * `nameOf` gives the name of a module's file; null where the bundler decides: what only the main entry reaches goes
 * there, and what is imported when it is needed is on its own. What the main entry reaches never goes to an entry that it
 * does not import anyway: it may load what the main entry must not. `reached` tells afterwards what each entry imports.
 *
 * @param entries sources by name; the first is the main entry
 */
export function rooms(entries, manner) {
  let reached = [];
  const nameOf = (module, context) => {
    if (reached.length === 0) reached = reach(entries, context);
    const [main, ...others] = reached;
    const found = others.filter(({ source, modules }) => modules.has(module) && (main.modules.has(source) || !main.modules.has(module)));
    if (found.length > 0) return manner.pick(found, module);
    const shown = others.filter(({ source }) => main.modules.has(source)).length;
    return manner.main && shown <= others.length / 2 && main.modules.has(module) ? main.name : null;
  };
  return { nameOf, reached: () => reached };
}

function owns(source, module) {
  return source.endsWith('/index.ts') && module.startsWith(`${dirname(source)}/`);
}

/** What each entry imports: the main one, then the others, smallest first. What is imported at run time does not count. */
function reach(entries, context) {
  const [main, ...others] = Object.entries(entries).map(([name, source]) => {
    const modules = new Set([source]);
    for (const module of modules) for (const imported of context.getModuleInfo(module)?.importedIds ?? []) modules.add(imported);
    return { name, source, modules };
  });
  return [main, ...others.sort((a, b) => a.modules.size - b.modules.size)];
}

/**
 * For the parts that are imported when they are needed: the name of one file for the small modules that many of them share,
 * and that no entry has. What would load a package, or a module of Node's, that not every start needs, stays outside.
 */
export function common(entries) {
  let own;
  let always;
  return (module, context) => {
    const infoOf = (id) => context.getModuleInfo(id) ?? { importedIds: [], dynamicallyImportedIds: [] };
    const withImports = (modules) => {
      const found = new Set(modules);
      for (const each of found) for (const imported of infoOf(each).importedIds) found.add(imported);
      return found;
    };
    own ??= withImports(Object.values(entries));
    always ??= withImports(Object.values(entries).flatMap((entry) => [entry, ...infoOf(entry).dynamicallyImportedIds]));
    const light = infoOf(module).importedIds.every((imported) => imported.startsWith('/') || always.has(imported));
    return light && !own.has(module) ? 'common' : null;
  };
}
