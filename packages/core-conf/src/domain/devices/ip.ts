import { oneOf, str, uint } from '../../table/codec.ts';
import { attr, attrRequired, type Field } from '../../table/field.ts';
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

const familyWord = attr('family', family);

/** An address says its family; libvirt writes it always. */
const ofAddress: Field<'ipv4' | 'ipv6'> = {
  ...familyWord,
  derived: true,
  read: (element, context) => familyWord.read(element, context) ?? (element.attr('address')?.includes(':') === true ? 'ipv6' : 'ipv4'),
};

export const ipAddress: Table<IpAddress> = table<IpAddress>(() => ({
  address: attrRequired('address', str),
  family: ofAddress,
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
