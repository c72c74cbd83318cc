import { describe, expect, test } from '@jest/globals';
import {
  createTaps,
  deleteTaps,
  guestView,
  linkOf,
  listLinks,
  parseInterfaceCounters,
} from '../../src/netdev/index.ts';
import type { Host, RunOptions, RunResult } from '../../src/index.ts';

/** A machine on which `ip` gives these answers, one after the other. */
function machine(...answers: Partial<RunResult>[]): { host: Host; ran: { args: readonly string[]; input: string }[] } {
  const ran: { args: readonly string[]; input: string }[] = [];
  const run = async (program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> => {
    expect(program).toBe('ip');
    ran.push({ args, input: String(options.input ?? '') });
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`no answer for ip ${args.join(' ')}`);
    return { status: 0, signal: null, stdout: '', stderr: '', ...answer };
  };
  return { host: { run } as unknown as Host, ran };
}

const owner = { uid: 107, gid: 36 };

describe('ip', () => {
  test('one batch for all taps, in the order that the kernel needs', async () => {
    const { host, ran } = machine({});
    await createTaps(host, [
      {
        name: 'vnet0',
        owner,
        mac: 'fe:00:00:00:00:01',
        mtu: 9000,
        bridge: 'br0',
        isolated: true,
        vnetHeader: true,
        multiQueue: true,
      },
      { name: 'vnet1', owner: { uid: 0 } },
    ]);
    expect(ran).toEqual([
      {
        args: ['-batch', '-'],
        input: `tuntap add dev vnet0 mode tap user 107 group 36 vnet_hdr multi_queue
link set dev vnet0 address fe:00:00:00:00:01
link set dev vnet0 mtu 9000
link set dev vnet0 master br0
link set dev vnet0 type bridge_slave isolated on
link set dev vnet0 up
tuntap add dev vnet1 mode tap user 0
link set dev vnet1 up
`,
      },
    ]);
  });

  test('what was made before the step that failed is removed', async () => {
    const { host, ran } = machine(
      { status: 1, stderr: 'RTNETLINK answers: Operation not permitted\nCommand failed -:4\n' },
      {},
    );
    await expect(
      createTaps(host, [
        { name: 'a', owner },
        { name: 'b', owner },
        { name: 'c', owner },
      ]),
    ).rejects.toMatchObject({
      message: "Cannot set interface flags on 'b': Operation not permitted",
      int1: 1,
    });
    expect(ran[1]).toEqual({ args: ['-force', '-batch', '-'], input: 'link delete dev a\nlink delete dev b\n' });
  });

  test('what cannot be removed is part of the error', async () => {
    const { host } = machine(
      { status: 1, stderr: 'RTNETLINK answers: Operation not permitted\nCommand failed -:2\n' },
      { status: 1, stderr: 'RTNETLINK answers: Operation not supported\nCommand failed -:1\n' },
    );
    await expect(createTaps(host, [{ name: 'a', owner }])).rejects.toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      message:
        "Cannot set interface flags on 'a': Operation not permitted (and not everything could be undone: Unable to remove tap device a: Operation not supported)",
    });
  });

  test('where ip does not say which step failed, the addresses tell what is ours', async () => {
    const link = (address: string): string =>
      JSON.stringify([{ ifname: 'x', address, linkinfo: { info_kind: 'tun' } }]);
    const { host, ran } = machine(
      { status: 255, stderr: 'Error: argument "br9" is wrong: Device does not exist\n' },
      { stdout: link('fe:00:00:00:00:01') },
      { stdout: link('fe:00:00:00:00:99') },
      {},
    );
    const taps = [
      { name: 'a', owner, mac: 'fe:00:00:00:00:01' },
      { name: 'b', owner, mac: 'fe:00:00:00:00:02', bridge: 'br9' },
    ];
    await expect(createTaps(host, taps)).rejects.toMatchObject({
      message: 'Cannot set up network interfaces: No such device',
    });
    expect(ran.at(-1)?.input).toBe('link delete dev a\n');
  });

  test('all removals are tried, and those that were not needed are no error', async () => {
    const stderr =
      'Cannot find device "a"\nCommand failed -:1\nRTNETLINK answers: Operation not permitted\nCommand failed -:2\n';
    const { host } = machine({ status: 1, stderr });
    await expect(deleteTaps(host, [{ name: 'a' }, { name: 'b' }])).rejects.toMatchObject({
      message: 'Unable to remove tap device b: Operation not permitted',
    });
    await expect(
      deleteTaps(machine({ status: 1, stderr: 'Cannot find device "a"\nCommand failed -:1\n' }).host, [{ name: 'a' }]),
    ).resolves.toEqual([]);
  });

  test('links: the empty objects that ip leaves are skipped; an absent link is undefined', async () => {
    const stdout =
      '[{},{"ifindex":4,"ifname":"br0","flags":["BROADCAST","UP"],"mtu":1500,"operstate":"UP","address":"02:00:00:00:00:01","linkinfo":{"info_kind":"bridge"}}]';
    expect(await listLinks(machine({ stdout }).host)).toEqual([
      { name: 'br0', index: 4, kind: 'bridge', mac: '02:00:00:00:00:01', mtu: 1500, up: true, operState: 'up' },
    ]);
    expect(await linkOf(machine({ status: 1, stderr: 'Device "x" does not exist.\n' }).host, 'x')).toBeUndefined();
    await expect(listLinks(machine({ stdout: 'nonsense' }).host)).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
    });
  });
});

describe('counters', () => {
  const table = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
 vnet0:18446744073709551615       2    3    4    0     0          0         0       10      20   30   40    0     0       0          0
`;

  test('64 bits, and both directions', () => {
    const vnet0 = parseInterfaceCounters(table).get('vnet0');
    expect(vnet0).toEqual({
      rxBytes: 18446744073709551615n,
      rxPackets: 2n,
      rxErrs: 3n,
      rxDrop: 4n,
      txBytes: 10n,
      txPackets: 20n,
      txErrs: 30n,
      txDrop: 40n,
    });
    expect(parseInterfaceCounters(table).get('lo')).toMatchObject({ rxDrop: 4n, txBytes: 9n });
    expect(vnet0 && guestView(vnet0)).toMatchObject({
      rxBytes: 10n,
      rxDrop: 40n,
      txBytes: 18446744073709551615n,
      txErrs: 3n,
    });
  });

  test('a table that is none is told', () => {
    expect(() => parseInterfaceCounters('a\nb\neth0: x y\n')).toThrow(
      expect.objectContaining({ code: 'VIR_ERR_INTERNAL_ERROR' }),
    );
  });
});
