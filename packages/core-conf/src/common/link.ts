import { oneOf, uint } from '../table/codec.ts';
import { attr } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<link>`: the state of a network device, as the kernel tells it. */
export interface InterfaceLink {
  /** Mbit/s. */
  speed?: number;
  state?: InterfaceLinkState;
}

export type InterfaceLinkState = 'unknown' | 'notpresent' | 'down' | 'lowerlayerdown' | 'testing' | 'dormant' | 'up';

export const interfaceLink: Table<InterfaceLink> = table<InterfaceLink>(() => ({
  speed: attr('speed', uint, { omit: 0 }),
  state: attr('state', oneOf('unknown', 'notpresent', 'down', 'lowerlayerdown', 'testing', 'dormant', 'up')),
}));
