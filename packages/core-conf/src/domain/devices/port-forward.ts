import { oneOf, str, uint, yesNo } from '../../table/codec.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { list } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';

/** `<portForward>`: ports of the host that lead into the guest. */
export interface PortForward {
  proto: 'tcp' | 'udp';
  /** Address of the host to listen on. */
  address?: string;
  dev?: string;
  ranges: PortRange[];
}

export interface PortRange {
  start: number;
  end?: number;
  /** First port inside the guest. */
  to?: number;
  exclude?: boolean;
}

export const portForward: Table<PortForward> = table<PortForward>(() => ({
  proto: attrRequired('proto', oneOf('tcp', 'udp')),
  address: attr('address', str),
  dev: attr('dev', str),
  ranges: list(
    'range',
    table<PortRange>(() => ({
      start: attrRequired('start', uint),
      end: attr('end', uint),
      to: attr('to', uint),
      exclude: attr('exclude', yesNo),
    })),
  ),
}));
