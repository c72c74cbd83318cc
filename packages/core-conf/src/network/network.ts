import { VirtError } from '@virtweave/core-util/errors';
import { isMulticastMac, normalizeMac } from '@virtweave/core-util/values';
import { networkBandwidth, type Bandwidth } from '../common/bandwidth.ts';
import { checkName, uuidLeaf } from '../common/identity.ts';
import { virtualPort, type VirtualPort } from '../common/virtual-port.ts';
import { vlan, type Vlan } from '../common/vlan.ts';
import { checked, worded } from '../common/worded.ts';
import { metadata, type Metadata } from '../common/metadata.ts';
import { str, yesNo } from '../table/codec.ts';
import { child, within } from '../table/child.ts';
import { attr, leading, leaf, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { bridge, type Bridge } from './bridge.ts';
import { dns, type Dns } from './dns.ts';
import { dnsmasqOptions } from './dnsmasq.ts';
import { connections, forward, type Forward } from './forward.ts';
import { networkIps, type NetworkIp } from './ip.ts';
import { networkProblem } from './names.ts';
import { portgroups, type PortGroup } from './portgroup.ts';
import { routes, type NetworkRoute } from './route.ts';

/** `<network>`: a virtual network (`virNetworkDef`). */
export interface Network {
  name: string;
  /** Generated when a document has none. */
  uuid?: string;
  title?: string;
  description?: string;
  metadata?: Metadata;
  /** Guests that use it; of a running network. */
  connections?: number;
  /** Guests may talk IPv6 with each other where the network has no IPv6 address. */
  ipv6?: boolean;
  trustGuestRxFilters?: boolean;
  /** Absent: the network is isolated. */
  forward?: Forward;
  bridge?: Bridge;
  /** Bytes. */
  mtu?: number;
  /** Address of the bridge. */
  mac?: string;
  domain?: NetworkDomain;
  dns?: Dns;
  vlan?: Vlan;
  bandwidth?: Bandwidth;
  port?: NetworkPortOptions;
  ips: NetworkIp[];
  routes?: NetworkRoute[];
  virtualPort?: VirtualPort;
  portgroups: PortGroup[];
  /** `<dnsmasq:options>`. */
  dnsmasqOptions?: string[];
}

/** `<domain>`: the DNS domain of the guests. */
export interface NetworkDomain {
  name: string;
  /** Never ask others about names in the domain. */
  localOnly?: boolean;
  /** Tell systemd-resolved of the domain. */
  register?: boolean;
}

/** `<port>`: settings of all ports. */
export interface NetworkPortOptions {
  /** Isolated ports reach only those that are not. */
  isolated?: boolean;
}

const name: Required<string> = {
  ...leaf('name', str),
  required: true,
  read(element) {
    const found = element.child('name');
    const text = found?.text ?? '';
    if (found === undefined || text === '') throw new VirtError('VIR_ERR_NO_NAME', undefined, { domain: 'VIR_FROM_NETWORK' });
    return checkName(text, found);
  },
};

const title: Field<string> = checked(leaf('title', str), (text, parent) => {
  if (text.includes('\n')) throw problem(parent.child('title') ?? parent, `Network title can't contain newlines`);
  return text;
});

const mac: Field<string> = within(
  'mac',
  worded<string>('address', {
    read(text, element) {
      let address: string;
      try {
        address = normalizeMac(text);
      } catch {
        throw networkProblem(element, (network) => `Invalid bridge mac address '${text}' in network '${network}'`, {
          attribute: 'address',
        });
      }
      if (!isMulticastMac(address)) return address;
      throw networkProblem(element, (network) => `Invalid multicast bridge mac address '${text}' in network '${network}'`, {
        attribute: 'address',
      });
    },
  }),
);

const mtu: Field<number> = within(
  'mtu',
  worded<number>('size', {
    read(text, element) {
      if (text === '') return undefined;
      // Negative numbers count down from the largest, as in C.
      const value = /^\s*[+-]?\d+$/.test(text) ? Number(text) : NaN;
      if (value >= -(2 ** 32) && value < 2 ** 32) return value < 0 ? value + 2 ** 32 : value;
      throw networkProblem(element, (network) => `Invalid mtu size '${text}' in network '${network}'`, { attribute: 'size' });
    },
    omit: 0,
    schema: { type: 'integer', minimum: 0 },
  }),
);

const ipv6: Field<boolean> = worded<boolean>('ipv6', {
  read(text, element) {
    if (text === 'yes') return true;
    if (text === 'no') return undefined;
    throw networkProblem(element, (network) => `Invalid ipv6 setting '${text}' in network '${network}'`, { attribute: 'ipv6' });
  },
  format: () => 'yes',
  omit: false,
  schema: { type: 'boolean' },
});

const domainTable: Table<Partial<NetworkDomain>> = table<Partial<NetworkDomain>>(() => ({
  name: attr('name', str),
  localOnly: attr('localOnly', yesNo),
  register: attr('register', yesNo),
}));

/** A domain without a name says nothing. */
const domain: Field<NetworkDomain> = checked(child('domain', domainTable), (value) =>
  value.name === undefined ? undefined : value,
) as Field<NetworkDomain>;

/** `<network>`. */
export const network: Table<Network> = table<Network>(() => ({
  connections,
  ipv6,
  trustGuestRxFilters: attr('trustGuestRxFilters', yesNo),
  name,
  uuid: uuidLeaf,
  title,
  description: leaf('description', str),
  metadata,
  forward,
  bridge,
  mtu,
  mac,
  domain,
  dns,
  vlan,
  bandwidth: networkBandwidth,
  port: child('port', table<NetworkPortOptions>(() => ({ isolated: attr('isolated', yesNo) }))),
  ips: networkIps,
  routes,
  virtualPort,
  portgroups,
  dnsmasqOptions: leading(dnsmasqOptions),
}));
