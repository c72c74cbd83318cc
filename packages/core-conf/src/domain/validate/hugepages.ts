import { Bitmap } from '@virtweave/core-util/values';
import type { Domain } from '../domain.ts';
import { refuse } from './refuse.ts';

/** Page sizes are for different NUMA nodes, of which there are some (`virDomainDefMemtuneValidate`). */
export function validateHugepages({ memoryBacking, cpu }: Domain): void {
  const pages = memoryBacking?.hugepages?.pages ?? [];
  const cells = cpu?.numa?.cells?.length ?? 0;
  let master: number | undefined;
  const seen: { size: number; nodes: Bitmap }[] = [];
  for (const { size, nodeset } of pages) {
    // Without NUMA there is one node, which has the number 0: all memory.
    if (nodeset === undefined || (cells === 0 && Bitmap.parse(nodeset).lastSet() === 0)) {
      if (master !== undefined) throw refuse(`two master hugepages detected: ${size} and ${master}`, 'VIR_ERR_XML_DETAIL');
      master = size;
      continue;
    }
    const nodes = Bitmap.parse(nodeset);
    const other = seen.find((one) => one.nodes.overlaps(nodes));
    if (other !== undefined) {
      throw refuse(`nodeset attribute of hugepages of sizes ${size} and ${other.size} intersect`, 'VIR_ERR_XML_DETAIL');
    }
    const present = Math.max(cells, 1);
    if (nodes.lastSet() >= present) {
      const missing = nodes.nextSet(present - 1);
      throw refuse(`hugepages: node ${missing} not found`, 'VIR_ERR_XML_DETAIL');
    }
    seen.push({ size, nodes });
  }
}
