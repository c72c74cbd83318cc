import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Corpus } from '../src/corpus.ts';

/** A corpus made for a test: paths to contents; objects become JSON. */
export function smallCorpus(files: Readonly<Record<string, unknown>>): Corpus & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'virtweave-corpus-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return Object.assign(new Corpus(folder), { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) });
}

export interface ManifestPart {
  readonly kind?: string;
  readonly expectations: Readonly<Record<string, string>>;
  readonly expectationsByOp?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly cases: readonly Readonly<Record<string, unknown>>[];
}

/** A corpus of one suite, `s`. */
export const oneSuite = (manifest: ManifestPart, files: Readonly<Record<string, unknown>> = {}): Corpus & Disposable =>
  smallCorpus({ 's/manifest.json': { suite: 's', kind: 'small', ...manifest }, ...files });
