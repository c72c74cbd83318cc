import { readFile } from 'node:fs/promises';

/**
 * The version of the package that a module belongs to: of the nearest `package.json` above it, wherever a bundler put it.
 *
 * @param module `import.meta.url`
 *
 * @example
 * ```ts
 * await ownVersion(import.meta.url); // '0.1.0'
 * ```
 */
export async function ownVersion(module: string): Promise<string> {
  for (let folder = new URL('.', module); ; folder = new URL('..', folder)) {
    const text = await readFile(new URL('package.json', folder), 'utf8').catch(() => undefined);
    const version = text === undefined ? undefined : (JSON.parse(text) as { version?: string }).version;
    if (version !== undefined) return version;
    if (folder.pathname === '/') return 'unknown';
  }
}
