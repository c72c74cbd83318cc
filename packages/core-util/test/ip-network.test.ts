import { describe, expect, test } from '@jest/globals';
import {
  broadcastAddress,
  formatAddress,
  inSameNetwork,
  maskAddress,
  netmaskToPrefix,
  networkAddress,
  networkPrefix,
  parseAddress,
  prefixToNetmask,
  ptrDomain,
  rangeSize,
} from '../src/index.ts';

const ip = parseAddress;

test.each([
  ['10.1.2.3', 24, '10.1.2.0', '10.1.2.255', '255.255.255.0'],
  ['10.1.2.3', 0, '0.0.0.0', '255.255.255.255', '0.0.0.0'],
  ['10.1.2.3', 32, '10.1.2.3', '10.1.2.3', '255.255.255.255'],
  ['10.1.2.3', 29, '10.1.2.0', '10.1.2.7', '255.255.255.248'],
  ['2001:db8::1', 61, '2001:db8::', undefined, 'ffff:ffff:ffff:fff8::'],
  ['2001:db8::1', 0, '::', undefined, '::'],
])('%s/%d: network %s, broadcast %s, netmask %s', (text, prefix, network, broadcast, netmask) => {
  const address = ip(text);
  const mask = prefixToNetmask(prefix, address.family);
  const last = broadcastAddress(address, prefix);
  expect(formatAddress(networkAddress(address, prefix))).toBe(network);
  expect(last && formatAddress(last)).toBe(broadcast);
  expect(formatAddress(mask)).toBe(netmask);
  expect(netmaskToPrefix(mask)).toBe(prefix);
  expect(maskAddress(address, mask)).toEqual(networkAddress(address, prefix));
  expect(inSameNetwork(address, networkAddress(address, prefix), mask)).toBe(true);
});

test('masks that are none', () => {
  expect(netmaskToPrefix(ip('255.0.255.0'))).toBeUndefined();
  expect(() => prefixToNetmask(33, 'ipv4')).toThrow('0:32');
  expect(() => prefixToNetmask(129, 'ipv6')).toThrow('0:128');
  expect(maskAddress(ip('::1'), ip('255.0.0.0'))).toBeUndefined();
  expect(inSameNetwork(ip('10.0.0.1'), ip('::1'), ip('255.0.0.0'))).toBe(false);
});

test.each([
  ['10.0.0.1', undefined, 0, 8],
  ['172.16.0.1', undefined, 0, 16],
  ['192.168.0.1', undefined, 0, 24],
  ['224.0.0.1', undefined, 0, undefined],
  ['2001::1', undefined, 0, 64],
  ['0.0.0.0', undefined, 0, 0],
  ['10.0.0.1', '255.255.255.0', 0, 24],
  ['10.0.0.1', '255.0.255.0', 0, undefined],
  ['10.0.0.1', '255.255.255.0', 12, 12],
])('prefix of %s, netmask %s, prefix %d: %s', (address, netmask, prefix, expected) => {
  expect(networkPrefix(ip(address), netmask === undefined ? undefined : ip(netmask), prefix)).toBe(expected);
});

test('reverse look-up', () => {
  expect(ptrDomain(ip('192.168.122.1'), 24)).toBe('122.168.192.in-addr.arpa');
  expect(ptrDomain(ip('2001:db8:ca2:2::1'), 64)).toBe('2.0.0.0.2.a.c.0.8.b.d.0.1.0.0.2.ip6.arpa');
  for (const prefix of [0, 20, 32, 33]) expect(ptrDomain(ip('192.168.122.1'), prefix)).toBeUndefined();
});

describe('rangeSize', () => {
  const size = (start: string, end: string, network?: string, prefix = 24): number =>
    rangeSize(ip(start), ip(end), network === undefined ? undefined : { address: ip(network), prefix });

  test('counts both ends', () => {
    expect(size('10.0.0.1', '10.0.0.1', '10.0.0.9')).toBe(1);
    expect(size('10.0.0.0', '10.0.255.255')).toBe(65536);
    expect(size('2000::', '2000::ffff')).toBe(65536);
    expect(size('10.0.1.0', '10.0.2.255', '10.0.0.0', 16)).toBe(512);
    expect(size('192.168.122.1', '192.168.122.2', '192.168.122.1', 0)).toBe(2);
  });

  test.each([
    ['10.0.0.0', '10.0.0.9', '10.0.0.1', 24, 'start of range 10.0.0.0 - 10.0.0.9 in network 10.0.0.1/24 is the network address'],
    ['10.0.0.1', '10.0.0.255', '10.0.0.1', 24, 'end of range 10.0.0.1 - 10.0.0.255 in network 10.0.0.1/24 is the broadcast address'],
    ['10.0.0.9', '10.0.0.1', '10.0.0.1', 24, 'range 10.0.0.9 - 10.0.0.1 is reversed '],
    ['10.0.0.1', '10.0.1.1', '10.0.0.1', 24, 'range 10.0.0.1 - 10.0.1.1 is not entirely within network 10.0.0.1/24'],
    ['10.0.0.1', '10.1.0.1', undefined, 0, 'range 10.0.0.1 - 10.1.0.1 is too large (> 65535)'],
    ['2000::2', '2000::1', undefined, 0, 'range 2000::2 - 2000::1 start larger than end'],
    ['10.0.0.1', '2000::1', undefined, 0, 'mismatch of address family in range 10.0.0.1 - 2000::1'],
    ['10.0.0.1', '10.0.0.2', '2000::1', 64, 'mismatch of address family in range 10.0.0.1 - 10.0.0.2 for network 2000::1'],
    ['10.0.0.1', '10.0.0.2', '10.0.0.1', 33, 'bad prefix 33 for network 10.0.0.1 when  checking range 10.0.0.1 - 10.0.0.2'],
  ])('%s - %s in %s/%d', (start, end, network, prefix, detail) => {
    expect(() => size(start, end, network, prefix)).toThrow(expect.objectContaining({ code: 'VIR_ERR_INTERNAL_ERROR', detail }));
  });
});
