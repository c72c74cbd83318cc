import { describe, expect, test } from '@jest/globals';
import { compareMac, isBroadcastMac, isMulticastMac, macPrefixes, normalizeMac, parseMac, randomMac } from '../src/index.ts';

describe('parseMac', () => {
  test('one or two digits a group', () => {
    expect([...parseMac('5:54:0:a:B:c')]).toEqual([5, 0x54, 0, 0xa, 0xb, 0xc]);
    expect(normalizeMac('52:54:00:AA:b:CC')).toBe('52:54:00:aa:0b:cc');
  });

  test.each(['', '52:54:00:aa:bb', '52:54:00:aa:bb:cc:dd', '052:54:00:aa:bb:cc', ' 52:54:00:aa:bb:cc', '52-54-00-aa-bb-cc', '52:54:00:aa:bb:cg'])(
    '%j is refused',
    (text) => expect(() => parseMac(text)).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_MAC' })),
  );
});

test('comparison looks through spelling', () => {
  expect(compareMac('52:54:0:0:0:1', '52:54:00:00:00:01')).toBe(0);
  expect(compareMac('52:54:0:0:0:1', '52:54:0:0:0:2')).toBeLessThan(0);
  expect(compareMac('F2:0:0:0:0:0', 'e2:0:0:0:0:0')).toBeGreaterThan(0);
});

test('multicast and broadcast', () => {
  expect(isMulticastMac('01:00:5e:00:00:01')).toBe(true);
  expect(isMulticastMac('52:54:00:00:00:01')).toBe(false);
  expect(isBroadcastMac('ff:ff:ff:ff:ff:ff')).toBe(true);
  expect(isBroadcastMac('ff:ff:ff:ff:ff:fe')).toBe(false);
});

test('random addresses keep the prefix', () => {
  expect(randomMac()).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
  expect(randomMac(macPrefixes.xen, (bytes) => void bytes.fill(7))).toBe('00:16:3e:07:07:07');
  expect(() => randomMac('52:54:00:00:00:00')).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_MAC' }));
});
