import { formatAddress, maskAddress, networkAddress, parseAddress, type IpFamily } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { ipText } from '../common/ip-value.ts';
import { checked, worded, wordedRequired } from '../common/worded.ts';
import { uint } from '../table/codec.ts';
import { some } from '../table/child.ts';
import { attr, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { networkProblem } from './names.ts';

/** `<route>`: a network behind a gateway that one of the network's own addresses reaches. */
export interface NetworkRoute {
  family?: IpFamily;
  /** Address of the network that is reached. */
  address: string;
  netmask?: string;
  /** 0 is written, too: it is the default route. */
  prefix?: number;
  gateway: string;
  metric?: number;
}

const address = (name: 'address' | 'netmask' | 'gateway', what: string): Parameters<typeof worded<string>>[1] => ({
  read(text, element) {
    const value = ipText(text);
    if (value !== undefined) return value;
    throw routeProblem(element, `Bad ${what} address '${text}' in route definition`, name);
  },
});

function routeProblem(element: XmlElement, detail: string, attribute?: string): Error {
  return networkProblem(element, (name) => `${name}: ${detail}`, attribute === undefined ? {} : { attribute });
}

const missing = (name: string) => (element: XmlElement) =>
  networkProblem(element, (network) => `${network}: Missing required ${name} attribute in route definition`);

const route: Table<NetworkRoute> = table<NetworkRoute>(() => ({
  family: worded<IpFamily>('family', {
    read(text, element) {
      if (text === 'ipv4' || text === 'ipv6') return text;
      throw routeProblem(element, `Unrecognized family '${text}' in route definition`, 'family');
    },
    schema: { enum: ['ipv4', 'ipv6'] },
  }),
  address: wordedRequired('address', address('address', 'network'), missing('address')),
  netmask: worded('netmask', address('netmask', 'netmask')),
  prefix: attr('prefix', uint),
  gateway: wordedRequired('gateway', address('gateway', 'gateway'), missing('gateway')),
  metric: checked(attr('metric', uint), (metric, element) => {
    if (metric === 0) throw problem(element, `Invalid value for attribute 'metric' in element 'route': Zero is not permitted`);
    return metric;
  }),
}));

/** All `<route>` elements of a network. */
export const routes: Field<NetworkRoute[]> = checked(some('route', route), (values, parent) => {
  values.forEach((value, index) => checkRoute(value, parent.all('route')[index] ?? parent));
  return values;
});

function checkRoute(value: NetworkRoute, element: XmlElement): void {
  const { family, address: to, gateway, netmask, prefix } = value;
  const written = (name: string): string => element.attr(name) ?? '';
  const refuse = (detail: string): Error => routeProblem(element, detail);
  const isV4 = (text: string): boolean => parseAddress(text).family === 'ipv4';
  if (family === 'ipv6') {
    if (isV4(to)) throw refuse(`ipv6 family specified for non-IPv6 address '${written('address')}' in route definition`);
    if (netmask !== undefined) {
      throw refuse(`Specifying netmask invalid for IPv6 address '${written('address')}' in route definition`);
    }
    if (isV4(gateway)) throw refuse(`ipv6 specified for non-IPv6 gateway address '${written('gateway')}' in route definition`);
  } else {
    const specified = family === undefined ? 'No family' : 'IPv4 family';
    if (!isV4(to)) throw refuse(`${specified} specified for non-IPv4 address '${written('address')}' in route definition`);
    if (!isV4(gateway)) {
      throw refuse(`${specified} specified for non-IPv4 gateway '${written('address')}' in route definition`);
    }
    if (netmask !== undefined && !isV4(netmask)) {
      throw refuse(`Invalid netmask '${written('netmask')}' for address '${written('address')}' (both must be IPv4)`);
    }
    if (netmask !== undefined && prefix !== undefined) throw refuse('Route definition cannot have both a prefix and a netmask');
  }
  const bits = family === 'ipv6' ? 128 : 32;
  if (prefix !== undefined && prefix > bits) {
    throw refuse(`Invalid prefix ${prefix} specified in route definition, must be 0 - ${bits}`);
  }
  if (!isNetworkAddress(value)) throw refuse(`Address '${written('address')}' in route definition is not a network address`);
}

function isNetworkAddress({ address: text, netmask, prefix }: NetworkRoute): boolean {
  const to = parseAddress(text);
  if (netmask !== undefined) {
    const masked = maskAddress(to, parseAddress(netmask));
    return masked !== undefined && formatAddress(masked) === formatAddress(to);
  }
  // Without netmask and prefix, only the default route is a network.
  return formatAddress(networkAddress(to, prefix ?? 0)) === formatAddress(to);
}
