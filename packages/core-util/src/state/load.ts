import type { CallOptions, Host } from '../host/host.ts';
import { isTemporaryName } from '../host/temporary-name.ts';
import { decodeFileName } from './file-name.ts';

/** A file that could not be used. */
export interface DamagedState {
  readonly path: string;
  /** Where it has been put, out of the way; undefined when it is where it was. */
  readonly movedTo?: string;
  /** What is wrong with it: what `parse` threw, or why it cannot be read. */
  readonly error: Error;
  /** Why it could not be moved. */
  readonly moveError?: Error;
}

export interface LoadedState<T> {
  readonly entries: ReadonlyMap<string, T>;
  /** For each folder of links the names in it. */
  readonly links: ReadonlyMap<string, ReadonlySet<string>>;
  readonly damaged: readonly DamagedState[];
}

interface LoadOptions extends CallOptions {
  readonly suffix: string;
  readonly links: readonly string[];
  readonly durable: boolean;
}

/** Files read side by side. */
const READERS = 32;

export async function loadFolder<T>(
  host: Host,
  folder: string,
  parse: (text: string, name: string) => T,
  options: LoadOptions,
): Promise<LoadedState<T>> {
  const { suffix, signal } = options;
  await host.makeFolder(folder, { signal });
  const entries = new Map<string, T>();
  const damaged: DamagedState[] = [];
  const files = await tidy(host, folder, damaged, options);
  const waiting = files.flatMap((file) => {
    const name = decodeFileName(file, suffix);
    return name === undefined ? [] : [{ name, path: `${folder}/${file}` }];
  });
  const texts = await inParallel(waiting, ({ path }) => read(host, path, options));
  for (const [index, { name, path }] of waiting.entries()) {
    const read = texts[index];
    if (read === undefined) continue;
    if ('error' in read) {
      // Nothing is known about its content: a permission or a bad block. It stays.
      damaged.push({ path, error: read.error });
      continue;
    }
    try {
      entries.set(name, parse(read.text, name));
    } catch (error) {
      damaged.push({ path, error: error as Error, ...(await setAside(host, path, files, options)) });
    }
  }
  return { entries, links: await loadLinks(host, folder, entries, damaged, options), damaged };
}

/** Removes the unfinished files of a process that died; what remains. */
async function tidy(host: Host, folder: string, damaged: DamagedState[], { signal }: CallOptions): Promise<readonly string[]> {
  const files = (await host.list(folder, { signal })) ?? [];
  for (const file of files) if (isTemporaryName(file)) await discard(host, `${folder}/${file}`, damaged);
  return files.filter((file) => !isTemporaryName(file));
}

/** What cannot be removed, from a read-only disk for instance, is in nobody's way: no reason not to open. */
async function discard(host: Host, path: string, damaged: DamagedState[]): Promise<void> {
  try {
    await host.remove(path, { durable: false });
  } catch (error) {
    damaged.push({ path, error: error as Error });
  }
}

type Read = { readonly text: string } | { readonly error: Error };

async function read(host: Host, path: string, { signal }: CallOptions): Promise<Read> {
  try {
    return { text: (await host.readFile(path, { signal })).toString() };
  } catch (error) {
    signal?.throwIfAborted();
    return { error: error as Error };
  }
}

async function setAside(
  host: Host,
  path: string,
  taken: readonly string[],
  { durable }: LoadOptions,
): Promise<{ movedTo: string } | { moveError: Error }> {
  const base = `${path}.damaged`;
  let movedTo = base;
  for (let n = 2; taken.includes(movedTo.slice(movedTo.lastIndexOf('/') + 1)); n += 1) movedTo = `${base}.${n}`;
  try {
    await host.rename(path, movedTo, { durable });
    return { movedTo };
  } catch (moveError) {
    return { moveError: moveError as Error };
  }
}

async function loadLinks(
  host: Host,
  folder: string,
  entries: ReadonlyMap<string, unknown>,
  damaged: DamagedState[],
  options: LoadOptions,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const links = new Map<string, ReadonlySet<string>>();
  // Whoever repairs a damaged file wants its links back as well.
  const keep = new Set(damaged.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)));
  for (const kind of options.links) {
    const names = new Set<string>();
    for (const file of await tidy(host, `${folder}/${kind}`, damaged, options)) {
      const name = decodeFileName(file, options.suffix);
      if (name === undefined) continue;
      if (entries.has(name)) names.add(name);
      // Left by a death within `delete`.
      else if (!keep.has(file)) await discard(host, `${folder}/${kind}/${file}`, damaged);
    }
    links.set(kind, names);
  }
  return links;
}

async function inParallel<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as A);
  };
  await Promise.all(Array.from({ length: Math.min(READERS, items.length) }, worker));
  return results;
}
