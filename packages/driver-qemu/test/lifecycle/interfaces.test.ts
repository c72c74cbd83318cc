import { describe, expect, test } from '@jest/globals';
import type { Domain, Interface } from '@virtweave/core-conf';
import { FixtureHost, type FixtureCommand } from '@virtweave/core-testkit';
import { Reverter } from '@virtweave/core-util';
import type { QemuEngine } from '../../src/engine/engine.ts';
import { prepareInterfaces, releaseInterfaces, type PreparedInterfaces } from '../../src/lifecycle/interfaces.ts';

const head = 'Inter-| Receive\n face |bytes\n';
const counters = (...names: string[]): string => head + names.map((name) => `${name}: ${'0 '.repeat(16)}\n`).join('');
const bridges = {
  program: 'ip',
  args: ['-json', '-details', 'link', 'show', 'type', 'bridge'],
  stdout: '[{"ifname":"br0","mtu":1500}]',
};
const batch: FixtureCommand = { program: 'ip', args: ['-batch', '-'] };
const forced: FixtureCommand = { program: 'ip', args: ['-force', '-batch', '-'] };

function machine(commands: readonly FixtureCommand[], names: readonly string[] = ['lo', 'br0', 'vnet0']): FixtureHost {
  return new FixtureHost({
    commands,
    files: {
      '/run/guest': { folder: true },
      '/proc/net/dev': counters(...names),
      '/dev/vhost-net': { special: 'character' },
    },
  });
}

const card = (source: Interface['source'], more: Partial<Interface> = {}): Interface => ({
  source,
  mac: { address: '52:54:00:00:00:01' },
  model: 'virtio',
  ...more,
});
const onBridge = (more: Partial<Interface> = {}): Interface => card({ type: 'bridge', bridge: 'br0' }, more);

async function prepare(
  host: FixtureHost,
  interfaces: Interface[],
  type = 'qemu',
): Promise<{ prepared: PreparedInterfaces; announced: string[]; undo: Reverter }> {
  const announced: string[] = [];
  const announce = async (): Promise<void> => void announced.push(interfaces.map(({ target }) => target?.dev).join());
  const undo = new Reverter();
  const document = { type, name: 'web', devices: { interfaces } } as unknown as Domain;
  const prepared = await prepareInterfaces({ host } as unknown as QemuEngine, document, {
    undo,
    folder: '/run/guest',
    announce,
  });
  return { prepared, announced, undo };
}

describe('taps of a guest that starts', () => {
  test('are announced before they are made, and undone', async () => {
    const host = machine([bridges, batch, forced]);
    const interfaces = [onBridge(), card({ type: 'user' })];
    const { prepared, announced, undo } = await prepare(host, interfaces);
    expect(announced).toEqual(['vnet1,']);
    expect([...prepared]).toEqual([[interfaces[0], { tapName: 'vnet1', tapQueues: 1, vhost: false }]]);
    await undo.revert(new Error('QEMU did not start'));
    expect(host.ran.map(({ input }) => input)).toEqual([
      undefined,
      'tuntap add dev vnet1 mode tap user 0 vnet_hdr\nlink set dev vnet1 address fe:54:00:00:00:01\nlink set dev vnet1 mtu 1500\nlink set dev vnet1 master br0\nlink set dev vnet1 up\n',
      'link delete dev vnet1\n',
    ]);
  });

  test('get another name when somebody was quicker, unless the document has one', async () => {
    const busy = { ...batch, status: 1, stderr: 'ioctl(TUNSETIFF): Device or resource busy\nCommand failed -:1\n' };
    const interfaces = [onBridge()];
    expect((await prepare(machine([bridges, busy, batch]), interfaces)).announced).toEqual(['vnet1', 'vnet2']);
    await expect(prepare(machine([bridges, busy]), [onBridge({ target: { dev: 'web0' } })])).rejects.toMatchObject({
      message: 'Unable to create tap device web0: Device or resource busy',
    });
  });

  test('a name with an open number, and one that was made up before', async () => {
    const { announced } = await prepare(machine([bridges, batch], ['web0']), [
      onBridge({ target: { dev: 'web%d' } }),
      onBridge({ target: { dev: 'vnet17' } }),
    ]);
    expect(announced).toEqual(['web1,vnet0']);
  });

  test('vhost-net for KVM guests with virtio cards that do not refuse it', async () => {
    const interfaces = [
      onBridge(),
      onBridge({ driver: { queues: 4 } }),
      onBridge({ driver: { name: 'qemu' } }),
      onBridge({ model: 'e1000' }),
    ];
    const { prepared } = await prepare(machine([bridges, batch]), interfaces, 'kvm');
    expect(Array.from(prepared.values(), ({ vhost, tapQueues }) => [vhost, tapQueues])).toEqual([
      [true, 1],
      [true, 4],
      [false, 1],
      [false, 1],
    ]);
  });

  test('without interfaces of the host nothing runs and nothing is announced', async () => {
    const { announced } = await prepare(machine([]), [card({ type: 'user' })]);
    expect(announced).toEqual([]);
  });
});

describe('refused before anything is made', () => {
  test.each<[string, Interface, string]>([
    ['a network', card({ type: 'network', network: 'default' }), '@virtweave/secondary-network'],
    ['macvtap', card({ type: 'direct', dev: 'eth0' }), "'direct' (macvtap)"],
    ['a VLAN', onBridge({ vlan: { tags: [{ id: 42 }] } }), 'is requesting a vlan tag'],
    ['bandwidth', onBridge({ bandwidth: {} }), '<bandwidth>'],
    ['a filter', onBridge({ filterref: { filter: 'clean-traffic' } }), '@virtweave/secondary-nwfilter'],
    [
      'a script on a bridge',
      onBridge({ script: '/bin/true' }),
      'scripts are not supported on interfaces of type bridge',
    ],
    ['a script that is looked for', card({ type: 'ethernet' }, { script: 'true' }), 'must be an absolute path'],
    ['Open vSwitch', onBridge({ virtualPort: { type: 'openvswitch' } }), '<virtualport>'],
    [
      'addresses on a bridge',
      card({ type: 'bridge', bridge: 'br0', hostIps: [{ address: '10.0.0.1' }] }),
      'host-side IP',
    ],
    ['another tun device', onBridge({ backend: { tap: '/dev/mytun' } }), '/dev/mytun'],
  ])('%s', async (_, device, words) => {
    await expect(prepare(machine([]), [onBridge(), device])).rejects.toMatchObject({
      code: 'VIR_ERR_CONFIG_UNSUPPORTED',
      message: expect.stringContaining(words),
    });
  });
});

describe('taps of a guest that has ended', () => {
  const release = (host: FixtureHost, interfaces: Interface[], sure: boolean): Promise<void> =>
    releaseInterfaces(
      { host } as unknown as QemuEngine,
      { name: 'web', devices: { interfaces } } as unknown as Domain,
      { sure },
    );

  test('go at once when we have seen it run, but never one of the user', async () => {
    const host = machine([forced]);
    await release(
      host,
      [onBridge({ target: { dev: 'vnet3' } }), card({ type: 'ethernet' }, { target: { dev: 'mine', managed: false } })],
      true,
    );
    expect(host.ran.map(({ input }) => input)).toEqual(['link delete dev vnet3\n']);
  });

  test('go by their address when nobody has', async () => {
    const link = (mac: string): string =>
      JSON.stringify([{ ifname: 'x', address: mac, linkinfo: { info_kind: 'tun' } }]);
    const show: FixtureCommand = { program: 'ip', args: ['-json', '-details', 'link', 'show', 'dev', /^vnet\d$/] };
    const host = new FixtureHost({
      commands: [
        {
          ...show,
          times: 4,
          action: (args) => ({ stdout: link(args.at(-1) === 'vnet3' ? 'fe:54:00:00:00:01' : 'fe:54:00:00:00:99') }),
        },
        forced,
      ],
    });
    await release(host, [onBridge({ target: { dev: 'vnet3' } }), onBridge({ target: { dev: 'vnet4' } })], false);
    expect(host.ran.at(-1)?.input).toBe('link delete dev vnet3\n');
  });

  test('a machine that cannot remove them does not keep the guest from ending', async () => {
    await expect(
      release(
        machine([{ ...forced, status: 1, stderr: 'RTNETLINK answers: Operation not permitted\nCommand failed -:1\n' }]),
        [onBridge({ target: { dev: 'vnet3' } })],
        true,
      ),
    ).resolves.toBeUndefined();
  });
});
