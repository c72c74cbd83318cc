import { Bitmap } from '@virtweave/core-util/values';
import { attempt } from '../../table/codec.ts';
import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

/** On which of the host's NUMA nodes the guest's memory lies (`virDomainNumatuneParseXML`). */
export function validateNumatune({ numatune, cpu }: Domain): void {
  if (numatune === undefined) return;
  const { memory, memnodes = [] } = numatune;
  if (memory !== undefined) {
    const { placement, nodeset } = memory;
    if (nodeset !== undefined) requireNodes(nodeset);
    else if (placement === 'static' || (placement === undefined && memory.mode !== undefined)) {
      throw refuse("nodeset for NUMA memory tuning must be set if 'placement' is 'static'");
    }
  }
  if (memnodes.length === 0) return;
  if (memory?.placement === 'auto') {
    throw unsupported('Per-node binding is not compatible with automatic NUMA placement.');
  }
  const cells = cpu?.numa?.cells?.length ?? 0;
  if (cells === 0) throw refuse("Element 'memnode' is invalid without any guest NUMA cells");
  const seen = new Set<number>();
  for (const { cellid, nodeset, mode } of memnodes) {
    if (cellid >= cells) {
      throw refuse("Argument 'cellid' in memnode element must correspond to existing guest's NUMA cell");
    }
    if (seen.has(cellid)) throw refuse(`Multiple memnode elements with cellid ${cellid}`);
    seen.add(cellid);
    if (memory?.mode === 'restrictive' && mode !== 'restrictive') {
      throw refuse("'restrictive' mode is required in memnode element when mode is 'restrictive' in memory element");
    }
    requireNodes(nodeset);
  }
}

function requireNodes(nodeset: string): void {
  const nodes = attempt(() => Bitmap.parseAllowEmpty(nodeset));
  if (nodes === undefined) throw refuse(`Failed to parse bitmap '${nodeset}'`, 'VIR_ERR_INVALID_ARG');
  if (nodes.isEmpty()) throw unsupported(`Invalid value of 'nodeset': ${nodeset}`);
}
