let counter = 0;
let ours: string | undefined;

/**
 * A name for a file that is not finished, in the folder where it will live. It does not contain the final name, which may
 * already be as long as names can be.
 */
export function temporaryName(path: string): string {
  // The global, which Node loads when it is first touched: an import would load it with every program.
  ours ??= Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
  counter += 1;
  return path.slice(0, path.lastIndexOf('/') + 1) + `.new-${ours}-${counter.toString(36)}`;
}

/** Was the name (without folder) made by {@link temporaryName}? Whoever owns a folder removes those that a crash left. */
export function isTemporaryName(name: string): boolean {
  return /^\.new-[0-9a-f]{12}-[0-9a-z]+$/.test(name);
}

/** The folder of a path. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}
