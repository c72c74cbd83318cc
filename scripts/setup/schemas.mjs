import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './run.mjs';

const folder = join(root, 'packages/core-conf/dist');

/** Writes the JSON schemas of the built core-conf into its dist folder; the names of the files. */
export async function writeSchemas() {
  const { documentFormats, jsonSchema } = await import(pathToFileURL(join(folder, 'index.js')).href);
  mkdirSync(join(folder, 'schemas'), { recursive: true });
  return documentFormats.map((format) => {
    const path = join(folder, 'schemas', `${format}.json`);
    writeFileSync(path, `${JSON.stringify(jsonSchema(format), undefined, 1)}\n`);
    return relative(root, path);
  });
}
