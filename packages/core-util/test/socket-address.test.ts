import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import {
  formatAddress,
  formatAddressPort,
  isNumericLocalhost,
  isPrivate,
  isWildcard,
  numericFamily,
  parseAddress,
  sameAddress,
  withPort,
} from '../src/index.ts';

const written = (text: string): string => formatAddress(parseAddress(text));

// What glibc's getaddrinfo and getnameinfo say.
test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0x7f.1', '127.0.0.1'],
  ['0177.1', '127.0.0.1'],
  ['256', '0.0.1.0'],
  ['4294967295', '255.255.255.255'],
  ['1.2.65535', '1.2.255.255'],
  ['::', '::'],
  ['::1.2.3.4', '::1.2.3.4'],
  ['::1:0', '::0.1.0.0'],
  ['1::2:0:0:0', '1::2:0:0:0'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
  ['ABCD::EF', 'abcd::ef'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['fe80::1%7', 'fe80::1%7'],
])('%s is %s', (text, expected) => expect(written(text)).toBe(expected));

test.each([
  '', 'host', ' 1.2.3.4', '1.2.3.4 ', '1.2.3.', '1..2', '1.2.3.4.5', '1.256.3', '1.2.65536', '4294967296', '08.1.1.1', '0x', '-1',
  '1::2::3', '12345::', '1:2:3', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', ':1::', '1:::2', ':', ':::', '::00001', '::ffff:1.2.3',
  '::ffff:1.2.3.04', '::ffff:1.2.3.256', '1.2.3.4::', '[::1]', '1.2.3.4%1', 'fe80::1%', 'fe80::1%a b', 'g::', '1'.repeat(200),
])('%j is no address', (text) => {
  expect(numericFamily(text)).toBeUndefined();
  expect(() => parseAddress(text)).toThrow(
    expect.objectContaining({ code: 'VIR_ERR_SYSTEM_ERROR', detail: expect.stringContaining('Name or service not known') }),
  );
});

test('the family asked for', () => {
  expect(parseAddress('::ffff:1.2.3.4', 'ipv4')).toMatchObject({ family: 'ipv4', bytes: Uint8Array.of(1, 2, 3, 4) });
  for (const [text, family] of [['::1', 'ipv4'], ['1.2.3.4', 'ipv6']] as const) {
    expect(() => parseAddress(text, family)).toThrow(
      `Cannot parse socket address '${text}': Address family for hostname not supported`,
    );
  }
  expect(() => parseAddress('/run/x', 'unix')).toThrow('ai_family not supported');
});

/** What ipaddr.js reads, but for `::1.2.3.4`: it takes that for `::ffff:1.2.3.4`. */
function bytesByIpaddr(text: string): number[] {
  const compatible = /^::(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (compatible === undefined) return ipaddr.parse(text).toByteArray();
  return [...new Array<number>(12).fill(0), ...ipaddr.IPv4.parse(compatible).toByteArray()];
}

test('the short IPv6 form is what ipaddr.js reads', () => {
  const words = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(words, (list) => {
      const bytes = Uint8Array.from(list.flatMap((word) => [word >> 8, word & 255]));
      const text = formatAddress({ family: 'ipv6', bytes, port: 0 });
      expect(Uint8Array.from(bytesByIpaddr(text))).toEqual(bytes);
      expect(parseAddress(text).bytes).toEqual(bytes);
    }),
  );
});

test('what ipaddr.js takes in four parts we take, and as the same', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      expect([...parseAddress(text).bytes]).toEqual(bytesByIpaddr(text));
    }),
  );
  fc.assert(
    fc.property(fc.ipV4Extended(), (text) => {
      expect([...parseAddress(text).bytes]).toEqual(ipaddr.IPv4.parse(text).toByteArray());
    }),
  );
});

describe('kinds', () => {
  test('loopback', () => {
    for (const text of ['127.0.0.1', '2130706433', '::1', '0:0::1']) expect(isNumericLocalhost(text)).toBe(true);
    for (const text of ['127.0.0.2', '::2', '[::1]', 'localhost']) expect(isNumericLocalhost(text)).toBe(false);
  });

  test('wildcard', () => {
    expect(isWildcard(parseAddress('0'))).toBe(true);
    expect(isWildcard(parseAddress('0.1'))).toBe(false);
  });

  test('private', () => {
    for (const text of ['10.1.1.1', '172.16.1.1', '172.31.0.1', '192.168.1.1', 'fc00::', 'fdff::', 'fec0::']) {
      expect([text, isPrivate(parseAddress(text))]).toEqual([text, true]);
    }
    for (const text of ['172.32.0.1', '192.169.0.1', 'fe80::', 'febf::', 'fe00::', '8.8.8.8', '::']) {
      expect([text, isPrivate(parseAddress(text))]).toEqual([text, false]);
    }
  });
});

test('ports', () => {
  expect(formatAddressPort(withPort(parseAddress('::1'), 80))).toBe('[::1]:80');
  expect(formatAddressPort(withPort(parseAddress('1.2.3.4'), 80))).toBe('1.2.3.4:80');
  expect(sameAddress(parseAddress('127.1'), parseAddress('127.0.0.1'))).toBe(true);
  expect(sameAddress(parseAddress('::1'), withPort(parseAddress('::1'), 1))).toBe(false);
  expect(() => withPort(parseAddress('::1'), 65536)).toThrow('0:65535');
});
