import { int, oneOf, refusing, str, yesNo } from '../table/codec.ts';
import { attr, attrRequired, flag, property, type Field } from '../table/field.ts';
import { child, some } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

/** `<protocol>`: how an interface comes to its addresses in one family. */
export interface InterfaceProtocol {
  family: 'ipv4' | 'ipv6';
  /** IPv6: stateless autoconfiguration. */
  autoconf?: true;
  dhcp?: InterfaceDhcp;
  ips?: InterfaceIp[];
  /** Address of the default gateway. */
  gateway?: string;
}

export interface InterfaceDhcp {
  /** Take the name servers that DHCP offers. */
  peerdns?: boolean;
}

export interface InterfaceIp {
  address: string;
  prefix?: number;
}

const prefix = attr('prefix', int, { omit: 0 });
const listed = some('ip', table<InterfaceIp>(() => ({ address: attrRequired('address', str), prefix })));

/** Those without an address say nothing. */
const ips: Field<InterfaceIp[]> = {
  ...listed,
  read(element, context) {
    const found: InterfaceIp[] = [];
    for (const one of element.all('ip')) {
      const address = one.attr('address');
      const bits = prefix.read(one, context) ?? 0;
      if (address !== undefined) found.push({ address, ...(bits !== 0 && { prefix: bits }) });
    }
    return found.length === 0 ? undefined : found;
  },
};

const families = refusing(oneOf('ipv4', 'ipv6'), (family) => ({ detail: `unsupported protocol family '${family}'` }));

const autoconf: Field<true> = {
  ...flag('autoconf'),
  read: (element, context) => (element.attr('family') === 'ipv6' ? flag('autoconf').read(element, context) : undefined),
};

export const interfaceProtocol: Table<InterfaceProtocol> = table<InterfaceProtocol>(() => ({
  family: attrRequired('family', families, { detail: 'protocol misses the family attribute' }),
  autoconf,
  dhcp: child('dhcp', table<InterfaceDhcp>(() => ({ peerdns: attr('peerdns', yesNo) })), { empty: 'keep' }),
  ips,
  gateway: property('route', 'gateway', str),
}));
