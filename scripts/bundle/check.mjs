/**
 * What is wrong with files that rolldown would write; undefined when nothing is. What is imported at run time does not count.
 *
 * @param reached names of entries with the modules that each one imports, others' modules included
 */
export function problemOf(output, reached) {
  const files = new Map(output.map((file) => [file.fileName, file.imports ?? []]));
  const found = circle(files);
  if (found !== undefined) return `files would import each other: ${found.join(' -> ')}`;
  for (const { name, modules } of reached) {
    const stranger = loaded(`${name}.js`, files).find((file) => !light(file, files) && !modules.has(file));
    if (stranger !== undefined) return `${name}.js would load ${stranger}, which it does not need`;
  }
  return undefined;
}

/** Our own packages and Node's modules cost little. */
function light(file, files) {
  return files.has(file) || /^(node:|@virtweave\/)/.test(file);
}

/** All that is loaded with a file. */
function loaded(file, files) {
  const found = new Set([file]);
  for (const one of found) for (const imported of files.get(one) ?? []) found.add(imported);
  return [...found];
}

/** Files that import each other, in a circle. */
function circle(files) {
  const done = new Set();
  const visit = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const imported of files.get(file) ?? []) {
      const found = visit(imported, [...path, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files.keys()) {
    const found = visit(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
