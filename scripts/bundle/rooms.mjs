import { dirname } from 'node:path';

/**
 * Ways to tell the file into which a module goes, best first: each takes entries that reach the module, smallest first.
 * The second is for packages whose folders import each other: then files never do.
 */
export const manners = [
  (found, module) => (found.find(({ source }) => owns(source, module)) ?? (found.length < 3 ? found[0] : undefined))?.name ?? 'shared',
  (found) => found[0].name,
];

/**
 * A function that gives the name of a module's file; null where the bundler decides: what only the main entry reaches goes
 * there, and what is imported when it is needed is on its own.
 *
 * @param entries sources by name; the first is the main entry, which reaches all
 */
export function rooms(entries, manner) {
  let reached;
  return (module, context) => {
    reached ??= reach(entries, context);
    const found = reached.filter(({ modules }) => modules.has(module));
    return found.length === 0 ? null : manner(found, module);
  };
}

function owns(source, module) {
  return source.endsWith('/index.ts') && module.startsWith(`${dirname(source)}/`);
}

/** What each entry but the first imports, smallest first. What is imported at run time does not count. */
function reach(entries, context) {
  return Object.entries(entries)
    .slice(1)
    .map(([name, source]) => {
      const modules = new Set([source]);
      for (const module of modules) for (const imported of context.getModuleInfo(module)?.importedIds ?? []) modules.add(imported);
      return { name, source, modules };
    })
    .sort((a, b) => a.modules.size - b.modules.size);
}
