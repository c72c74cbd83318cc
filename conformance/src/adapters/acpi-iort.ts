import { parseIort } from '@virtweave/core-util/host-facts';
import type { Adapter } from '../adapter.ts';

/** The nodes of IORT tables: how many, and of which kinds. */
export const run: Adapter = async ({ input }, files) => {
  const nodes = parseIort(await files.readBytes(String(input)));
  const kinds = [...new Map(nodes.map(({ number, type }) => [number, type ?? `type-${number}`]))].sort(([a], [b]) => a - b);
  return { nodes: nodes.length, nodeTypes: kinds.map(([, type]) => type) };
};
