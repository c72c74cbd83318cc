import { VirtError } from '../errors/virt-error.ts';

/** Kinds of nodes in an IORT table, by their numbers. */
export const iortNodeTypes = [
  'its-group',
  'named-component',
  'root-complex',
  'smmuv1-or-smmuv2',
  'smmuv3',
  'pmcg',
  'memory-range',
] as const;

export type IortNodeType = (typeof iortNodeTypes)[number];

/** A node of the table: something of the machine that devices' memory accesses or interrupts go through. */
export interface IortNode {
  /** Undefined for a number that is newer than this list. */
  readonly type: IortNodeType | undefined;
  /** As it stands in the table. */
  readonly number: number;
}

const headerLength = 36 + 12;
const nodeHeaderLength = 16;

/**
 * The nodes of an ACPI IORT table (`/sys/firmware/acpi/tables/IORT`, ARM): whether guests can be given devices depends on an
 * SMMU being among them.
 *
 * @throws VirtError VIR_ERR_INTERNAL_ERROR for a table that makes no sense
 */
export function parseIort(table: Uint8Array): readonly IortNode[] {
  const data = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
  if (data.length < headerLength || data.toString('latin1', 0, 4) !== 'IORT') throw malformed('it has another header');
  const length = data.readUInt32LE(4);
  if (length < headerLength || length > data.length) throw malformed(`its length is ${length}, with ${data.length} bytes there`);
  const count = data.readUInt32LE(36);
  const nodes: IortNode[] = [];
  let at = data.readUInt32LE(40);
  while (nodes.length < count) {
    if (at < headerLength || at + nodeHeaderLength > length) throw malformed(`node ${nodes.length} of ${count} is outside it`);
    const size = data.readUInt16LE(at + 1);
    if (size < nodeHeaderLength || at + size > length) throw malformed(`node ${nodes.length} is ${size} bytes long`);
    const number = data.readUInt8(at);
    nodes.push({ type: iortNodeTypes[number], number });
    at += size;
  }
  return nodes;
}

function malformed(why: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `IORT table is malformed: ${why}`);
}
