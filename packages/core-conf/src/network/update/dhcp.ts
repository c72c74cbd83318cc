import { compareMac, parseAddress, rangeSize } from '@virtweave/core-util/values';
import { readTable } from '../../table/table.ts';
import { checkDhcpHost, dhcpHost, dhcpRange, type Dhcp, type DhcpHost } from '../dhcp.ts';
import { dhcpNetwork, familyOf, type NetworkIp } from '../ip.ts';
import type { Network } from '../network.ts';
import { changed, checkElement, invalid, isAdding, notSupported, unknownCommand, type Change } from './change.ts';

const reading = { inactive: false, status: false } as const;

const isServed = ({ dhcp }: NetworkIp): boolean => dhcp !== undefined;

/** Which `<ip>` a change is about. */
function chosenIp({ network: { ips, name }, parentIndex }: Change): number {
  if (parentIndex >= 0) {
    if (parentIndex < ips.length) return parentIndex;
    throw invalid(`couldn't update dhcp host entry - no <ip> element found at index ${parentIndex} in network '${name}'`);
  }
  for (const fits of [isServed, (ip: NetworkIp) => familyOf(ip) === 'ipv4', () => true]) {
    const index = ips.findIndex(fits);
    if (index >= 0) return index;
  }
  throw invalid(`couldn't update dhcp host entry - no <ip> element found in network '${name}'`);
}

function checkOnlyOne({ ips }: Network, index: number): void {
  const family = familyOf(ips[index] as NetworkIp);
  if (ips.some((ip, at) => at !== index && familyOf(ip) === family && isServed(ip))) {
    throw invalid(`dhcp is supported only for a single ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address on each network`);
  }
}

function withDhcp(network: Network, index: number, part: Partial<Dhcp>): Network {
  const { dhcp: before, ...ip } = network.ips[index] as NetworkIp;
  const dhcp: Dhcp = { ranges: [], hosts: [], ...before, ...part };
  const served = dhcp.ranges.length > 0 || dhcp.hosts.length > 0;
  return { ...network, ips: changed(network.ips, 'modify', { ...ip, ...(served && { dhcp }) }, index) };
}

/** `ip-dhcp-host`. */
export function updateDhcpHost(change: Change): Network {
  const { network, command, element } = change;
  const { name } = network;
  const index = chosenIp(change);
  const ip = network.ips[index] as NetworkIp;
  checkElement(change, 'host');
  const host = readTable(dhcpHost, element, reading);
  checkDhcpHost(host, familyOf(ip), element, command === 'delete');
  const hosts = ip.dhcp?.hosts ?? [];
  const mac = host.mac ?? 'unknown';
  // The word for an absent name is libvirt's.
  const named = host.name ?? '(null)';
  if (command !== 'delete' && host.ip !== undefined && parseAddress(host.ip).family !== familyOf(ip)) {
    throw invalid(`the address family of a host entry IP must match the address family of the dhcp element's parent`);
  }
  if (command === 'delete') {
    const found = hosts.findIndex((one) => matchesAll(one, host));
    if (found < 0) throw invalid(`couldn't locate a matching dhcp host entry in network '${name}'`);
    return withDhcp(network, index, { hosts: changed(hosts, command, host, found) });
  }
  if (command === 'modify') {
    const found = hosts.findIndex((one) => sharesAny(one, host));
    if (found < 0) {
      throw invalid(
        `couldn't locate an existing dhcp host entry with "mac='${mac}'" "name='${named}'" "ip='${host.ip ?? ''}'" in network '${name}'`,
      );
    }
    return withDhcp(network, index, { hosts: changed(hosts, command, host, found) });
  }
  if (!isAdding(command)) throw unknownCommand(command);
  checkOnlyOne(network, index);
  if (hosts.some((one) => sharesAny(one, host))) {
    throw invalid(
      `there is an existing dhcp host entry in network '${name}' that matches "<host mac='${mac}' name='${named}' ip='${host.ip ?? ''}'/>"`,
    );
  }
  return withDhcp(network, index, { hosts: changed(hosts, command, host) });
}

const sameMac = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && compareMac(a, b) === 0;

/** Does an entry have the MAC address, the name or the address of another? */
function sharesAny(entry: DhcpHost, { mac, name, ip }: DhcpHost): boolean {
  return sameMac(entry.mac, mac) || (name !== undefined && entry.name === name) || (ip !== undefined && entry.ip === ip);
}

/** Does an entry have all that is given? */
function matchesAll(entry: DhcpHost, { mac, name, ip }: DhcpHost): boolean {
  return (
    (mac === undefined || sameMac(entry.mac, mac)) &&
    (name === undefined || entry.name === name) &&
    (ip === undefined || entry.ip === ip)
  );
}

/** `ip-dhcp-range`. */
export function updateDhcpRange(change: Change): Network {
  const { network, command, element } = change;
  const index = chosenIp(change);
  const ip = network.ips[index] as NetworkIp;
  checkElement(change, 'range');
  if (command === 'modify') throw notSupported('dhcp ranges cannot be modified, only added or deleted');
  const range = readTable(dhcpRange, element, reading);
  rangeSize(parseAddress(range.start), parseAddress(range.end), dhcpNetwork(ip));
  if (command !== 'delete' && parseAddress(range.start).family !== familyOf(ip)) {
    throw invalid(`the address family of a dhcp range must match the address family of the dhcp element's parent`);
  }
  const ranges = ip.dhcp?.ranges ?? [];
  const found = ranges.findIndex(({ start, end }) => start === range.start && end === range.end);
  if (isAdding(command)) {
    checkOnlyOne(network, index);
    if (found >= 0) {
      throw invalid(
        `there is an existing dhcp range entry in network '${network.name}' that matches "<range start='${range.start}' end='${range.end}'/>"`,
      );
    }
  } else if (found < 0 && command === 'delete') {
    throw invalid(`couldn't locate a matching dhcp range entry in network '${network.name}'`);
  }
  return withDhcp(network, index, { ranges: changed(ranges, command, range, found) });
}
