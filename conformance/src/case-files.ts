import { readFile } from 'node:fs/promises';
import { normalize } from 'node:path';
import type { CaseFiles } from './adapter.ts';
import type { Corpus } from './corpus.ts';

/** Texts under `common/`, which many cases share. */
const shared: Map<string, Promise<string>> = new Map();

/** The files of one case, without those that are `hidden`; their texts as `dress` gives them. */
export function caseFiles(
  corpus: Corpus,
  suite: string,
  hidden: (absolute: string) => boolean,
  dress: (text: string) => string = (text) => text,
): CaseFiles {
  const open = (path: string): string => {
    const absolute = corpus.path(suite, path);
    if (hidden(absolute)) throw new Error(`${path} holds what is expected; an adapter must not read it`);
    return absolute;
  };
  return {
    path: open,
    readBytes: async (path) => readFile(open(path)),
    read: async (path) => {
      const absolute = open(path);
      if (!normalize(path).startsWith('common/')) return readFile(absolute, 'utf8').then(dress);
      const text = shared.get(absolute) ?? readFile(absolute, 'utf8').then(dress);
      shared.set(absolute, text);
      return text;
    },
  };
}
