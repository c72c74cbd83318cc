import { oneOf, str, uint } from '../../table/codec.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { table, type Table } from '../../table/table.ts';

/** `<ip>` inside a guest's interface. */
export interface IpAddress {
  address: string;
  family?: 'ipv4' | 'ipv6';
  prefix?: number;
  peer?: string;
}

/** `<route>` inside a guest's interface. */
export interface Route {
  family?: 'ipv4' | 'ipv6';
  address: string;
  netmask?: string;
  prefix?: number;
  gateway: string;
  metric?: number;
}

const family = oneOf('ipv4', 'ipv6');

export const ipAddress: Table<IpAddress> = table<IpAddress>(() => ({
  address: attrRequired('address', str),
  family: attr('family', family),
  prefix: attr('prefix', uint, { omit: 0 }),
  peer: attr('peer', str),
}));

export const route: Table<Route> = table<Route>(() => ({
  family: attr('family', family),
  address: attrRequired('address', str),
  netmask: attr('netmask', str),
  prefix: attr('prefix', uint),
  gateway: attrRequired('gateway', str),
  metric: attr('metric', uint),
}));
