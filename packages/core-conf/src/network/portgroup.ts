import { networkBandwidth, type Bandwidth } from '../common/bandwidth.ts';
import { virtualPort, type VirtualPort } from '../common/virtual-port.ts';
import { vlan, type Vlan } from '../common/vlan.ts';
import { worded, wordedRequired } from '../common/worded.ts';
import { yesNo } from '../table/codec.ts';
import { attr, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { elements } from './elements.ts';

/** `<portgroup>`: settings that an interface takes over by the group's name. */
export interface PortGroup {
  name: string;
  /** Used by interfaces that name no group. */
  default?: true;
  /** Believe a guest that changes the addresses and filters of its card. */
  trustGuestRxFilters?: boolean;
  vlan?: Vlan;
  bandwidth?: Bandwidth;
  virtualPort?: VirtualPort;
}

export const portgroup: Table<PortGroup> = table<PortGroup>(() => ({
  name: wordedRequired('name', { read: (text) => (text === '' ? undefined : text) }, (element) =>
    problem(element, 'Missing required name attribute in portgroup'),
  ),
  default: worded<true>('default', {
    read: (text) => (text === 'yes' ? true : undefined),
    format: () => 'yes',
    schema: { const: true },
  }),
  trustGuestRxFilters: attr('trustGuestRxFilters', yesNo),
  vlan,
  bandwidth: networkBandwidth,
  virtualPort,
}));

export const portgroups: Required<PortGroup[]> = elements('portgroup', portgroup);
