import { readdir } from 'node:fs/promises';

/** The files of the corpus that a case may see. Paths are those of the manifest: relative to the suite, or `common/...`. */
export interface CaseFiles {
  /** Text of a file. A file that only holds expected output is refused. */
  read(path: string): Promise<string>;
  readBytes(path: string): Promise<Buffer>;
  /** Absolute path of a file or folder, for what opens files itself. */
  path(path: string): string;
}

/**
 * Runs one case through the public functions of a package and tells what came out: an object with the keys of the
 * manifest's `expectations`. It never sees what is expected. A failure is thrown.
 */
export type Adapter = (
  testCase: Readonly<Record<string, unknown>>,
  files: CaseFiles,
) => Promise<Record<string, unknown>> | Record<string, unknown>;

const folder: URL = new URL('./adapters/', import.meta.url);

/** The adapter of a suite, `adapters/SUITE.ts`; undefined when there is none. */
export async function loadAdapter(suite: string): Promise<Adapter | undefined> {
  const file = `${suite}.ts`;
  if (!(await readdir(folder)).includes(file)) return undefined;
  const module = (await import(new URL(file, folder).href)) as { run?: unknown };
  if (typeof module.run !== 'function') throw new TypeError(`adapters/${file} does not export \`run\``);
  return module.run as Adapter;
}
