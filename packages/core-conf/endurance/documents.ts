import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { doors, type Door } from './doors.ts';

/** A document, and the doors that it may go through. */
export interface Sample {
  readonly doors: readonly Door[];
  /** Documents of the same kind: parts are taken from them. */
  readonly kind: readonly string[];
  readonly text: string;
}

/** Longer ones take their time, and have their turn more rarely. */
const long = 20_000;

/** Documents of each root element. */
export interface Documents {
  readonly short: ReadonlyMap<string, readonly string[]>;
  readonly long: ReadonlyMap<string, readonly string[]>;
}

/**
 * Real documents by the name of their root element: our own from `test/documents`, and those of the conformance corpus
 * where it lies beside the checkout.
 */
export function documents(): Documents {
  const short = new Map<string, string[]>();
  const lengthy = new Map<string, string[]>();
  for (const text of [...xmlFiles(fileURLToPath(new URL('../test/documents', import.meta.url))), ...xmlFiles(corpus())]) {
    const root = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<([\w-]+)/.exec(text)?.[1];
    if (root === undefined || !doors.some(({ roots }) => roots.includes(root))) continue;
    const found = text.length > long ? lengthy : short;
    const same = found.get(root);
    if (same === undefined) found.set(root, [text]);
    else same.push(text);
  }
  return { short, long: lengthy };
}

function corpus(): string {
  return process.env['VIRTWEAVE_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));
}

function* xmlFiles(folder: string): Generator<string> {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.xml'));
  const seen = new Set<string>();
  for (const file of files.sort()) {
    const text = readFileSync(join(folder, file), 'utf8');
    const key = `${basename(file)} ${text}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield text;
  }
}
