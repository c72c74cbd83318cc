import {
  addressBits,
  netmaskToPrefix,
  networkPrefix,
  parseAddress,
  rangeSize,
  type IpFamily,
  type IpNetwork,
} from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { ipText } from '../common/ip-value.ts';
import { checked, filled, worded, wordedRequired } from '../common/worded.ts';
import { uint, yesNo } from '../table/codec.ts';
import { attr, type Field, type Required } from '../table/field.ts';
import { within } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';
import { checkDhcpHost, dhcp, type Dhcp } from './dhcp.ts';
import { elements } from './elements.ts';
import { networkProblem } from './names.ts';

/** `<ip>`: an address of the bridge, and what is served there. */
export interface NetworkIp {
  /** Absent is IPv4. */
  family?: IpFamily;
  address: string;
  /** IPv4 only, in place of `prefix`. */
  netmask?: string;
  prefix?: number;
  /** Answer reverse queries for the network's addresses without asking further. */
  localPtr?: boolean;
  /** Folder of the TFTP server; IPv4 only. */
  tftpRoot?: string;
  dhcp?: Dhcp;
}

const tftpRoot: Field<string> = within('tftp', filled('root'));

/** `<ip>`. */
export const networkIp: Table<NetworkIp> = table<NetworkIp>(() => ({
  family: worded<IpFamily>('family', {
    read(text, element) {
      if (text === 'ipv4' || text === 'ipv6') return text;
      throw networkProblem(element, (name) => `Unrecognized family '${text}' in network '${name}'`, { attribute: 'family' });
    },
    schema: { enum: ['ipv4', 'ipv6'] },
  }),
  address: wordedRequired(
    'address',
    {
      read(text, element) {
        const address = ipText(text);
        if (address !== undefined) return address;
        throw networkProblem(element, (name) => `Invalid address '${text}' in network '${name}'`, { attribute: 'address' });
      },
    },
    (element) => networkProblem(element, (name) => `Missing required address attribute in network '${name}'`),
  ),
  netmask: worded('netmask', {
    read(text, element) {
      const netmask = ipText(text);
      if (netmask !== undefined) return netmask;
      throw networkProblem(element, (name) => `Invalid netmask '${text}' in network '${name}'`, { attribute: 'netmask' });
    },
  }),
  prefix: checked(attr('prefix', uint), (prefix) => (prefix === 0 ? undefined : prefix)),
  localPtr: attr('localPtr', yesNo),
  tftpRoot,
  dhcp,
}));

/** All `<ip>` elements of a network. */
export const networkIps: Required<NetworkIp[]> = checked(elements('ip', networkIp), (values, parent) => {
  values.forEach((value, index) => checkIp(value, parent.all('ip')[index] ?? parent));
  return values;
});

function checkIp(ip: NetworkIp, element: XmlElement): void {
  checkAddress(ip, element);
  if (ip.dhcp === undefined) return;
  const network = dhcpNetwork(ip);
  for (const { start, end } of ip.dhcp.ranges) rangeSize(parseAddress(start), parseAddress(end), network);
  const hosts = element.child('dhcp')?.all('host') ?? [];
  ip.dhcp.hosts.forEach((host, index) => checkDhcpHost(host, familyOf(ip), hosts[index] ?? element));
}

function checkAddress({ family, address, netmask, prefix, tftpRoot: root }: NetworkIp, element: XmlElement): void {
  const written = (name: string): string => element.attr(name) ?? '';
  const refuse = (detail: (network: string) => string): Error =>
    networkProblem(element, detail, { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
  const is = parseAddress(address).family;
  if (family === 'ipv6') {
    if (is !== 'ipv6') {
      throw refuse((name) => `Family 'ipv6' specified for non-IPv6 address '${written('address')}' in network '${name}'`);
    }
    if (netmask !== undefined) {
      throw refuse((name) => `netmask not allowed for IPv6 address '${written('address')}' in network '${name}'`);
    }
    if (root !== undefined) throw refuse((name) => `Unsupported <tftp> element in an IPv6 element in network '${name}'`);
  } else {
    if (is !== 'ipv4') {
      const specified = family ?? 'no';
      throw refuse(
        (name) => `${specified} family specified for non-IPv4 address '${written('address')}' in network '${name}'`,
      );
    }
    if (netmask !== undefined && parseAddress(netmask).family !== 'ipv4') {
      throw refuse(
        (name) =>
          `Invalid netmask '${written('netmask')}' for address '${written('address')}' in network '${name}' (both must be IPv4)`,
      );
    }
    if (netmask !== undefined && prefix !== undefined) {
      throw refuse((name) => `Network '${name}' IP address cannot have both a prefix and a netmask`);
    }
  }
  const bits = addressBits(is);
  if (prefix !== undefined && prefix > bits) {
    throw refuse((name) => `Invalid ${is === 'ipv6' ? 'IPv6' : 'IPv4'} prefix '${prefix}' in network '${name}'`);
  }
}

/** IPv4 unless it says otherwise. */
export function familyOf({ family }: Pick<NetworkIp, 'family'>): IpFamily {
  return family ?? 'ipv4';
}

/** The network that an `<ip>` element stands for; -1 is the prefix of a netmask that is none. */
export function dhcpNetwork({ address, netmask, prefix }: NetworkIp): IpNetwork {
  const parsed = parseAddress(address);
  const length =
    netmask === undefined ? networkPrefix(parsed, undefined, prefix ?? 0) : netmaskToPrefix(parseAddress(netmask));
  return { address: parsed, prefix: length ?? -1 };
}
