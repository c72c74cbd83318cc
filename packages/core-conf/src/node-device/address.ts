import { hex } from '../table/codec.ts';
import { attrOr } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<address>` of a PCI function of this host. */
export interface NodePciAddress {
  domain: number;
  bus: number;
  slot: number;
  function: number;
}

export const nodePciAddress: Table<NodePciAddress> = table<NodePciAddress>(() => ({
  domain: attrOr('domain', hex(4), 0),
  bus: attrOr('bus', hex(2, 0xff), 0),
  slot: attrOr('slot', hex(2, 0x1f), 0),
  function: attrOr('function', hex(1, 7), 0),
}));
