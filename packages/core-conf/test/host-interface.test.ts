import { describe, expect, test } from '@jest/globals';
import { formatHostInterface, parseHostInterface, readHostInterface } from '../src/index.ts';
import { problemOf } from './problem-of.ts';

const bond = (inner: string): string => `<interface type='bond' name='b'>${inner}</interface>`;

test('a bridge with a bond and a VLAN survives, without what means nothing inside', () => {
  const parsed = parseHostInterface(`<interface type='bridge' name='br0'><mtu size='1500'/><start mode='onboot'/>
    <bridge delay='0.01' stp='off'><interface type='vlan' name='v'><vlan tag='3'><interface name='e'/></vlan></interface>
    <interface type='bond' name='bond0'><mtu size='9'/><bond mode='802.3ad'><interface type='ethernet' name='eth1'>
    <start mode='none'/><mac address='aa:bb:cc:dd:ee:ff'/></interface></bond></interface></bridge></interface>`);
  const text = `<interface type='bridge' name='br0'>
  <start mode='onboot'/>
  <mtu size='1500'/>
  <bridge stp='off' delay='0.01'>
    <interface type='vlan' name='v'>
      <vlan tag='3'>
        <interface name='e'/>
      </vlan>
    </interface>
    <interface type='bond' name='bond0'>
      <bond mode='802.3ad'>
        <interface type='ethernet' name='eth1'>
          <mac address='aa:bb:cc:dd:ee:ff'/>
        </interface>
      </bond>
    </interface>
  </bridge>
</interface>
`;
  expect(formatHostInterface(parsed)).toBe(text);
  expect(parseHostInterface(text, { strict: true })).toEqual(parsed);
});

test('protocols: order, and what says nothing', () => {
  const parsed = parseHostInterface(`<interface type='ethernet' name='e'><protocol family='ipv6'>
    <ip address='1::1' prefix='64'/><ip prefix='3'/><route gateway='1::2'/><dhcp peerdns='yes'/><autoconf/></protocol>
    <protocol family='ipv4'><autoconf/><ip address='1.2.3.4' prefix='0'/></protocol></interface>`);
  expect(parsed.protocols).toEqual([
    { family: 'ipv6', autoconf: true, dhcp: { peerdns: true }, ips: [{ address: '1::1', prefix: 64 }], gateway: '1::2' },
    { family: 'ipv4', ips: [{ address: '1.2.3.4' }] },
  ]);
  expect(formatHostInterface(parsed)).toContain("    <autoconf/>\n    <dhcp peerdns='yes'/>\n    <ip address='1::1' prefix='64'/>\n");
});

describe('libvirt\'s words for', () => {
  test.each([
    ["<interface type='ethernet'/>", 'interface has no name'],
    ["<interface type='bridge' name='b'/>", 'bridge interface misses the bridge element'],
    [
      "<interface type='bridge' name='b'><bridge><interface type='bridge' name='c'><bridge/></interface></bridge></interface>",
      "interface has unsupported type 'bridge'",
    ],
    [bond("<bond mode='q'/>"), 'unknown bonding mode q'],
    [bond('<bond><miimon/></bond>'), 'bond interface miimon freq missing or invalid'],
    [bond("<bond><arpmon interval='3'/></bond>"), 'bond interface arpmon target missing'],
    ["<interface type='vlan' name='v'><vlan tag='3'/></interface>", 'vlan interface misses name attribute'],
    ["<interface type='ethernet' name='e'><protocol family='ipx'/></interface>", "unsupported protocol family 'ipx'"],
    [
      "<interface type='ethernet' name='e'><mtu size='100001'/></interface>",
      "value of the 'size' attribute of 'mtu' element must be at most 100000",
    ],
  ])('%s', (text, detail) => {
    const problem = problemOf(() => parseHostInterface(text));
    expect(problem.libvirtMessage).toBe(`XML error: ${detail}`);
    expect(problem.domain).toBe('VIR_FROM_INTERFACE');
  });
});

test('the strict check looks into what is nested', () => {
  const text = "<interface type='bridge' name='b'><bridge><interface type='ethernet' name='e'><mc/></interface></bridge></interface>";
  expect(() => readHostInterface(text)).not.toThrow();
  expect(problemOf(() => readHostInterface(text, { strict: true })).message).toContain("did you mean 'mac'?");
});
