import { isMulticastMac, parseAddress, parseMac, type IpFamily } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { checked, filled, worded, wordedRequired } from '../common/worded.ts';
import { ipText } from '../common/ip-value.ts';
import { oneOf, uint64, type Int64 } from '../table/codec.ts';
import { child, list } from '../table/child.ts';
import { attr, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { lastChild } from './elements.ts';
import { networkProblem } from './names.ts';

/** `<dhcp>`: what the DHCP server of an address hands out. */
export interface Dhcp {
  ranges: DhcpRange[];
  hosts: DhcpHost[];
  /** IPv4 only. */
  bootp?: Bootp;
}

/** `<range>`: both ends belong to it. */
export interface DhcpRange {
  start: string;
  end: string;
  lease?: DhcpLease;
}

/** `<host>`: a guest that always gets the same address, known by its MAC address, its DHCPv6 identifier or its name. */
export interface DhcpHost {
  /** IPv4 only; kept as written. */
  mac?: string;
  /** IPv6 only: DUID of the guest, bytes in hexadecimal with colons. */
  id?: string;
  name?: string;
  /** May be absent only in what an update compares with. */
  ip?: string;
  lease?: DhcpLease;
}

/** `<lease>`: how long an address is lent. */
export interface DhcpLease {
  /** 0 is for ever; else at least two minutes. */
  expiry: Int64;
  /** Default `minutes`. Has no meaning when `expiry` is 0. */
  unit?: 'seconds' | 'minutes' | 'hours';
}

/** `<bootp>`: the image for guests that boot from the network. */
export interface Bootp {
  file: string;
  /** Address of the server that has it, when it is not the network's own. */
  server?: string;
}

const unit = oneOf('seconds', 'minutes', 'hours');
const seconds: Readonly<Record<NonNullable<DhcpLease['unit']>, number>> = { seconds: 1, minutes: 60, hours: 3600 };

/** A lease without an expiry says nothing. */
const leaseTable: Table<Partial<DhcpLease>> = table<Partial<DhcpLease>>(() => ({ expiry: attr('expiry', uint64), unit: attr('unit', unit) }));

const lease: Field<DhcpLease> = {
  ...(lastChild('lease', leaseTable) as Field<DhcpLease>),
  read(element, context) {
    const found = lastChild('lease', leaseTable).read(element, context);
    if (found?.expiry === undefined) return undefined;
    const { expiry, unit: counted = 'minutes' } = found;
    if (Number(expiry) === 0) return { expiry: 0 };
    if (Number(expiry) * seconds[counted] < 120) {
      throw problem(element, 'The minimum lease time should be greater than 2 minutes', { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    }
    return { expiry, unit: counted };
  },
};

const end = (name: 'start' | 'end') =>
  wordedRequired<string>(
    name,
    // An address that is none is told in the words of the parser of addresses.
    { read: (text) => ipText(text) ?? String(parseAddress(text)) },
    (element) => networkProblem(element, (network) => `Missing '${name}' attribute in dhcp range for network '${network}'`),
  );

/** `<range>`. */
export const dhcpRange: Table<DhcpRange> = table<DhcpRange>(() => ({ start: end('start'), end: end('end'), lease }));

/** `<host>` below `<dhcp>`, attribute by attribute: {@link checkDhcpHost} looks at the whole. */
export const dhcpHost: Table<DhcpHost> = table<DhcpHost>(() => ({
  mac: worded<string>('mac', { read: readMac }),
  id: worded<string>('id', {
    read(text, element) {
      const wrong = /[^0-9a-fA-F:]/.exec(text)?.[0];
      if (wrong === undefined) return text;
      throw networkProblem(element, (name) => `Invalid character '${wrong}' in id '${text}' of network '${name}'`, {
        attribute: 'id',
      });
    },
  }),
  name: worded<string>('name', {
    read(text, element) {
      if (/^[a-z0-9]/i.test(text)) return text;
      throw networkProblem(element, (name) => `Cannot use host name '${text}' in network '${name}'`, { attribute: 'name' });
    },
  }),
  ip: worded<string>('ip', {
    read(text, element) {
      const ip = ipText(text);
      if (ip !== undefined) return ip;
      throw networkProblem(element, (name) => `Invalid IP address in static host definition for network '${name}'`, {
        attribute: 'ip',
      });
    },
  }),
  lease,
}));

function readMac(text: string, element: XmlElement): string {
  let bytes: Uint8Array;
  try {
    bytes = parseMac(text);
  } catch {
    throw networkProblem(element, (name) => `Cannot parse MAC address '${text}' in network '${name}'`, { attribute: 'mac' });
  }
  if (isMulticastMac(bytes)) {
    throw networkProblem(element, (name) => `expected unicast mac address, found multicast '${text}' in network '${name}'`, {
      attribute: 'mac',
    });
  }
  return text;
}

/** Refuses a `<host>` that does not say whom it is for. With `partial`, what finds an existing entry is enough. */
export function checkDhcpHost(host: DhcpHost, family: IpFamily, element: XmlElement, partial: boolean = false): void {
  const { mac, id, name, ip } = host;
  const refuse = (detail: (network: string) => string): Error => networkProblem(element, detail);
  if (family === 'ipv6' && mac !== undefined) {
    throw refuse((network) => `Invalid to specify MAC address '${mac}' in network '${network}' IPv6 static host definition`);
  }
  if (partial) {
    if (mac !== undefined || name !== undefined || ip !== undefined) return;
    throw refuse(
      // The blank at the end is libvirt's.
      (network) => `At least one of name, mac, or ip attribute must be specified for static host definition in network '${network}' `,
    );
  }
  if (family === 'ipv6' && id === undefined && name === undefined) {
    throw refuse((network) => `Static host definition in IPv6 network '${network}' must have id or name attribute`);
  }
  if (family === 'ipv4' && mac === undefined && name === undefined) {
    throw refuse((network) => `Static host definition in IPv4 network '${network}' must have mac or name attribute`);
  }
  if (ip === undefined) throw refuse((network) => `Missing IP address in static host definition for network '${network}'`);
}

const bootp: Field<Bootp> = {
  ...(child('bootp', table<Partial<Bootp>>(() => ({ file: filled('file'), server: filled('server') }))) as Field<Bootp>),
  read(element) {
    const found = element.child('bootp');
    const file = found?.attr('file') ?? '';
    // DHCPv6 has no BOOTP.
    if (found === undefined || file === '' || element.parent?.attr('family') === 'ipv6') return undefined;
    const server = found.attr('server') ?? '';
    return { file, ...(server !== '' && { server: ipText(server) ?? String(parseAddress(server)) }) };
  },
};

const dhcpTable: Table<Dhcp> = table<Dhcp>(() => ({
  ranges: list('range', dhcpRange),
  hosts: list('host', dhcpHost),
  bootp,
}));

/** `<dhcp>`; without ranges and hosts there is nothing to hand out. */
export const dhcp: Field<Dhcp> = checked(child('dhcp', dhcpTable), (value) =>
  value.ranges.length === 0 && value.hosts.length === 0 ? undefined : value,
);
