import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isAbsolute, join, normalize, relative } from 'node:path';

export type Case = Readonly<Record<string, unknown>> & { readonly name: string };

/** How a field is compared; the README of the corpus says what each means. */
export type Rule = 'document' | 'raw' | 'strict' | 'json' | 'value' | 'outcome' | 'filtered';

export interface Suite {
  readonly name: string;
  readonly kind: string;
  readonly cases: readonly Case[];
  /** Field (`expected`, `steps[].expected`) to rule. */
  readonly expectations: Readonly<Record<string, Rule>>;
  readonly expectationsByOp: Readonly<Record<string, Readonly<Record<string, Rule>>>>;
}

/** A tree of suites, and the tree that holds what they share. */
export class Corpus {
  readonly folder: string;
  readonly common: string;
  readonly #files: Map<string, ReadonlySet<string>> = new Map();

  constructor(folder: string, common: string = folder) {
    this.folder = folder;
    this.common = common;
  }

  get exists(): boolean {
    return existsSync(this.folder);
  }

  suiteNames(): string[] {
    return readdirSync(this.folder)
      .filter((name) => existsSync(join(this.folder, name, 'manifest.json')))
      .sort();
  }

  suite(name: string): Suite {
    const manifest = JSON.parse(readFileSync(join(this.folder, name, 'manifest.json'), 'utf8')) as Partial<Suite>;
    return {
      name,
      kind: manifest.kind ?? '',
      cases: manifest.cases ?? [],
      expectations: manifest.expectations ?? {},
      expectationsByOp: manifest.expectationsByOp ?? {},
    };
  }

  /** Where a path of a manifest lies. */
  path(suite: string, path: string): string {
    const inside = normalize(path);
    if (isAbsolute(inside) || inside.startsWith('..')) throw new RangeError(`${path} leads out of the corpus`);
    return inside.startsWith('common/') || inside === 'common'
      ? join(this.common, inside)
      : join(this.folder, suite, inside);
  }

  /** Does this text of a manifest name a file? */
  isFile(suite: string, text: string): boolean {
    const inside = normalize(text);
    return inside.startsWith('common/')
      ? this.#filesOf(this.common, 'common').has(inside)
      : this.#filesOf(this.folder, suite).has(`${suite}/${inside}`);
  }

  /** All files of a folder of a tree, by their path in the tree. Asked for once: many texts of a manifest may name a file. */
  #filesOf(tree: string, folder: string): ReadonlySet<string> {
    const known = this.#files.get(folder);
    if (known !== undefined) return known;
    const entries = readdirSync(join(tree, folder), { recursive: true, withFileTypes: true });
    const files = new Set(entries.filter((entry) => !entry.isDirectory()).map((entry) => relative(tree, join(entry.parentPath, entry.name))));
    this.#files.set(folder, files);
    return files;
  }
}
