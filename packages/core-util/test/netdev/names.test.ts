import { describe, expect, test } from '@jest/globals';
import { checkInterfaceName, createTaps, InterfaceNames, tapMac } from '../../src/netdev/index.ts';
import type { Host } from '../../src/index.ts';

describe('names of interfaces', () => {
  test.each(['vnet0', 'br-12ab', 'eth0.100', 'a', 'tap@x', 'abcdefghijklmno'])('%j is one', (name) => {
    expect(() => checkInterfaceName(name)).not.toThrow();
  });

  test.each(['', '.', '..', 'a b', 'a/b', 'a:b', '-x', "a'b", 'a"b', 'a#b', 'a\nb', 'tap%d', 'ä', 'a\\b', 'all'])(
    '%j is none',
    (name) => {
      expect(() => checkInterfaceName(name)).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG' }));
    },
  );

  test('16 bytes are too many', () => {
    expect(() => checkInterfaceName('abcdefghijklmnop')).toThrow(
      expect.objectContaining({
        code: 'VIR_ERR_SYSTEM_ERROR',
        message: "Network interface name 'abcdefghijklmnop' is too long: Numerical result out of range",
        int1: 34,
      }),
    );
  });

  test('given names count up and skip those that are there', () => {
    const names = new InterfaceNames();
    expect([names.next('vnet', new Set(['vnet0', 'vnet2'])), names.next('vnet', new Set(['vnet0', 'vnet2']))]).toEqual([
      'vnet1',
      'vnet3',
    ]);
    // Not used again, though nobody has it now.
    expect(names.next('vnet', new Set())).toBe('vnet4');
    names.reserve('vnet41');
    names.reserve('vnet7');
    expect(names.next('vnet', new Set())).toBe('vnet42');
    expect(names.next('tap', new Set())).toBe('tap0');
    names.reserve('vnet999999999');
    expect(names.next('vnet', new Set())).toBe('vnet0');
    expect(() => names.next('abcdefghijklmno', new Set())).toThrow('no unused abcdefghijklmno names available');
  });

  test('a tap has the address of its guest, with fe in front', () => {
    expect(tapMac('52:54:00:Ab:c:56')).toBe('fe:54:00:ab:0c:56');
  });
});

describe('what comes from outside', () => {
  const untouched = { run: () => Promise.reject(new Error('nothing may run')) } as unknown as Host;
  const tap = { name: 'vnet0', owner: { uid: 0 } };

  test.each([
    ['name', { name: 'x master eth0' }],
    ['bridge', { bridge: 'br0 up' }],
    ['MAC address', { mac: '52:54:00:12:34:56 up' }],
    ['owner', { owner: { uid: -1 } }],
    ['MTU', { mtu: Number.NaN }],
    ['address', { addresses: [{ address: '10.0.0.1 dev eth0' }] }],
    ['peer', { addresses: [{ address: '10.0.0.1', peer: 'x' }] }],
    ['prefix', { addresses: [{ address: '10.0.0.1', prefix: 129 }] }],
    ['gateway', { routes: [{ address: '10.0.0.0', gateway: '10.0.0.1\n' }] }],
    ['metric', { routes: [{ address: '10.0.0.0', metric: 1.5 }] }],
  ])('a bad %s never reaches ip', async (_, wrong) => {
    await expect(createTaps(untouched, [{ ...tap, ...wrong }])).rejects.toMatchObject({
      code: expect.stringMatching(/^VIR_ERR_/),
    });
  });
});
