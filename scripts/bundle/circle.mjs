/** Files that import each other, in a circle; undefined when there are none. What is imported at run time does not count. */
export function circle(output) {
  const importsOf = new Map(output.map(({ fileName, imports }) => [fileName, imports ?? []]));
  const done = new Set();
  const visit = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const imported of importsOf.get(file) ?? []) {
      const found = visit(imported, [...path, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of importsOf.keys()) {
    const found = visit(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
