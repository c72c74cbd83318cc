import { transformSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../../src/', import.meta.url));

/** This package's sources as JavaScript, for worker threads and child processes that know no TypeScript. */
export class CompiledSources {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'core-util-compiled-'));

  constructor(...folders: readonly string[]) {
    for (const folder of folders) this.#compile(folder);
  }

  /** Adds a module that may import the compiled ones as `./event-loop/index.js`. */
  module(name: string, code: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, code);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #compile(folder: string): void {
    mkdirSync(join(this.folder, folder), { recursive: true });
    writeFileSync(join(this.folder, 'package.json'), '{"type":"module"}');
    for (const entry of readdirSync(join(sources, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) this.#compile(path);
      else if (entry.name.endsWith('.ts')) {
        const { code } = transformSync(readFileSync(join(sources, path), 'utf8'), {
          filename: path,
          swcrc: false,
          configFile: false,
          module: { type: 'es6' },
          jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        });
        const runnable = code.replaceAll(/(from\s*|import\s*\(\s*|import\s*)(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2');
        writeFileSync(join(this.folder, path.replace(/\.ts$/, '.js')), runnable);
      }
    }
  }
}
