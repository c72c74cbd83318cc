import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  bridgeMtu,
  createTaps,
  deleteTaps,
  interfaceCounters,
  linkOf,
  listBridges,
  listLinks,
  neighbours,
  tapMac,
} from '../src/netdev/index.ts';
import { NamespaceHost, noNamespace } from '../test/support/network-namespace.ts';

const reason = noNamespace();
const withNamespace = reason === undefined ? describe : describe.skip;
const owner = { uid: 0 };

withNamespace(`taps and bridges in a network namespace${reason === undefined ? '' : ` (${reason})`}`, () => {
  let host: NamespaceHost;

  beforeEach(async () => {
    host = await NamespaceHost.open();
    await host.ip('link', 'add', 'br0', 'mtu', '1400', 'type', 'bridge');
    await host.ip('link', 'set', 'dev', 'br0', 'up');
  });
  afterEach(() => host.close());

  const names = async (): Promise<string[]> => (await listLinks(host)).map(({ name }) => name);

  test('a tap becomes a port of its bridge, and is gone again', async () => {
    const mac = tapMac('52:54:00:12:34:56');
    await createTaps(host, [
      { name: 'vnet0', mac, owner, mtu: 1400, bridge: 'br0', isolated: true, vnetHeader: true },
      { name: 'vnet1', mac: tapMac('52:54:00:00:00:01'), owner: { uid: 65534, gid: 65534 }, multiQueue: true },
    ]);
    expect(await linkOf(host, 'vnet0')).toMatchObject({
      kind: 'tun',
      mac: 'fe:54:00:12:34:56',
      mtu: 1400,
      master: 'br0',
      isolated: true,
      up: true,
    });
    expect(await linkOf(host, 'vnet1')).toMatchObject({ kind: 'tun', mtu: 1500, up: true });
    const details = JSON.parse(await host.ip('-json', '-details', 'link', 'show', 'type', 'tun')) as {
      ifname: string;
      linkinfo: { info_data: object };
    }[];
    const data = new Map(details.map((tap) => [tap.ifname, tap.linkinfo.info_data]));
    expect(data.get('vnet0')).toMatchObject({
      type: 'tap',
      persist: true,
      vnet_hdr: true,
      multi_queue: false,
      user: 'root',
    });
    expect(data.get('vnet1')).toMatchObject({
      type: 'tap',
      persist: true,
      vnet_hdr: false,
      multi_queue: true,
      user: 'nobody',
      group: 'nogroup',
    });
    expect(await bridgeMtu(host, ['br0'])).toEqual(new Map([['br0', 1400]]));
    expect((await listBridges(host)).map(({ name }) => name)).toEqual(['br0']);

    // One that is gone already is fine, one with another address is not ours.
    expect(await deleteTaps(host, [{ name: 'vnet7' }, { name: 'vnet0', mac }, { name: 'vnet1', mac }])).toEqual([
      'vnet1',
    ]);
    expect(await names()).toEqual(expect.not.arrayContaining(['vnet0']));
    expect(await deleteTaps(host, [{ name: 'vnet1' }])).toEqual([]);
    expect(await names()).toEqual(['lo', 'br0']);
  });

  test.each([
    ['a bridge that is absent', { bridge: 'br9' }, /No such device/],
    ['a master that is no bridge', { bridge: 'lo' }, /^Unable to add bridge lo port vnet1: Operation not supported$/],
    [
      'an MTU that is too large',
      { mtu: 100_000 },
      /^Cannot set interface MTU on 'vnet1': mtu greater than device maximum$/,
    ],
    [
      'the address of a group',
      { mac: '01:00:5e:00:00:01' },
      /^Cannot set interface MAC to 01:00:5e:00:00:01 on 'vnet1': Cannot assign requested address$/,
    ],
  ])('with %s no tap is left', async (_, wrong, message) => {
    const taps = [
      { name: 'vnet0', mac: tapMac('52:54:00:00:00:01'), owner, bridge: 'br0' },
      { name: 'vnet1', mac: tapMac('52:54:00:00:00:02'), owner, ...wrong },
    ];
    await expect(createTaps(host, taps)).rejects.toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      message: expect.stringMatching(message),
    });
    expect(await names()).toEqual(['lo', 'br0']);
  });

  test('a name that is taken is told, and its owner keeps it', async () => {
    await createTaps(host, [{ name: 'vnet1', owner }]);
    await expect(
      createTaps(host, [
        { name: 'vnet0', owner },
        { name: 'vnet1', owner },
      ]),
    ).rejects.toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      message: 'Unable to create tap device vnet1: Device or resource busy',
      int1: 16,
      str3: 'vnet1',
    });
    expect(await names()).toEqual(['lo', 'br0', 'vnet1']);
  });

  test("a bridge that is absent is told in libvirt's words", async () => {
    await expect(bridgeMtu(host, ['br0', 'br9'])).rejects.toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      message: "Cannot get interface MTU on 'br9': No such device",
      int1: 19,
    });
    await expect(bridgeMtu(host, ['lo'])).rejects.toMatchObject({
      message: "Cannot add ports to 'lo', which is no bridge: Operation not supported",
    });
  });

  test('addresses, routes, counters and neighbours of a link', async () => {
    await createTaps(host, [
      {
        name: 'vnet0',
        owner,
        addresses: [
          { address: '192.0.2.1', prefix: 32, peer: '192.0.2.2' },
          { address: '2001:db8::1', prefix: 64 },
        ],
        routes: [{ address: '198.51.100.0', prefix: 24, gateway: '192.0.2.2', metric: 5 }],
      },
    ]);
    expect(await host.ip('route', 'show')).toMatch(/198\.51\.100\.0\/24 via 192\.0\.2\.2 dev vnet0 metric 5/);
    expect(await host.ip('address', 'show', 'dev', 'vnet0')).toMatch(
      /inet 192\.0\.2\.1 peer 192\.0\.2\.2\/32[^]*inet6 2001:db8::1\/64/,
    );
    await host.ip('neighbour', 'add', '192.0.2.2', 'lladdr', '52:54:00:00:00:01', 'dev', 'vnet0');
    expect(await neighbours(host)).toEqual([{ address: '192.0.2.2', mac: '52:54:00:00:00:01', device: 'vnet0' }]);

    // One end of a veth pair sends what the other receives.
    await host.ip('link', 'add', 'va', 'type', 'veth', 'peer', 'name', 'vb');
    for (const end of ['va', 'vb']) await host.ip('link', 'set', 'dev', end, 'up');
    await host.ip('address', 'add', '203.0.113.1/24', 'dev', 'va');
    await host.ip('neighbour', 'add', '203.0.113.2', 'lladdr', '02:00:00:00:00:02', 'dev', 'va');
    await host.run('bash', ['-c', 'echo hello >/dev/udp/203.0.113.2/9']);
    const counters = await interfaceCounters(host);
    expect(counters.get('va')?.txPackets).toBeGreaterThan(0n);
    expect(counters.get('vb')?.rxBytes).toBeGreaterThan(0n);
    expect([...counters.keys()].sort()).toEqual(['br0', 'lo', 'va', 'vb', 'vnet0']);
  });
});
