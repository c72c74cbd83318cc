import { relativeBackingPath } from '@virtweave/core-util/image';
import type { Adapter } from '../adapter.ts';

/** The relative path between two elements of a backing chain. */
export const run: Adapter = async ({ chain, top, base }, files) => {
  const facts = JSON.parse(await files.read(String(chain))) as { chain: readonly { readonly relPath?: string }[] };
  return { expected: relativeBackingPath(facts.chain, Number(top), Number(base)) ?? null };
};
