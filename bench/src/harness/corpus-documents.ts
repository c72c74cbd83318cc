import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Skipped } from './benchmark.ts';

const shared = fileURLToPath(new URL('../../../../shared', import.meta.url));

/** Documents of ordinary and of large guests, read from the corpus. */
export function readDocuments(): { name: string; xml: string }[] {
  const list = join(shared, 'notes/bench-documents.txt');
  if (!existsSync(list)) throw new Skipped(`${list}, the list of the documents, is not there`);
  return readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((path) => ({ name: basename(path), xml: readFileSync(join(shared, 'conformance', path), 'utf8') }));
}
