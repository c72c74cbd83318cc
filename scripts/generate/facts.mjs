// Where generators read facts about libvirt's interfaces.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { root } from './output.mjs';

/** By default beside the checkout. */
export const factsFolder = process.env.FACTS ?? resolve(root, '../shared/facts');

/** Reads one table of the facts folder. */
export async function readFacts(name) {
  return JSON.parse(await readFile(resolve(factsFolder, name), 'utf8'));
}
