import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { access, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection, type Domain } from '@virtweave/core-api';
import { sectorGuestDisk } from '@virtweave/core-testkit';
import { linkOf, listLinks } from '@virtweave/core-util/netdev';
import { NamespaceHost, noNamespace } from '../../core-util/test/support/network-namespace.ts';
import driver from '../src/index.ts';

const emulator = 'qemu-system-x86_64';
const reason = spawnSync(emulator, ['--version']).status === 0 ? noNamespace() : `${emulator} is not installed`;
const withBridge = reason === undefined ? describe : describe.skip;

withBridge(`guests on a bridge${reason === undefined ? '' : ` (${reason})`}`, () => {
  let host: NamespaceHost;
  let folder: string;
  let connection: Connection;

  const open = (): Promise<Connection> => connect(`qemu:///embed?root=${folder}/root`, { drivers: [driver], host });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vw-'));
    for (const name of ['one', 'two']) await writeFile(join(folder, `${name}.img`), sectorGuestDisk());
    host = await NamespaceHost.open();
    await host.ip('link', 'add', 'br0', 'mtu', '1400', 'type', 'bridge');
    await host.ip('address', 'add', '192.0.2.1/24', 'dev', 'br0');
    await host.ip('link', 'set', 'dev', 'br0', 'up');
    connection = await open();
  });

  afterEach(async () => {
    for (const domain of await connection.listAllDomains()) if (await domain.isActive()) await domain.destroy();
    await connection.close();
    await host.close();
    await rm(folder, { recursive: true, force: true });
  });

  const document = (name: string, ...interfaces: string[]): string => `<domain type='qemu'>
  <name>${name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <on_poweroff>destroy</on_poweroff>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/><source file='${folder}/${name}.img'/><target dev='hda' bus='ide'/>
    </disk>
    ${interfaces.join('\n    ')}
  </devices>
</domain>`;

  const onBridge = (mac: string, more = ''): string =>
    `<interface type='bridge'><mac address='52:54:00:00:00:${mac}'/><source bridge='br0'/><model type='virtio'/>${more}</interface>`;
  const names = async (): Promise<string[]> => (await listLinks(host)).map(({ name }) => name).sort();
  const targets = async (domain: Domain): Promise<string[]> =>
    Array.from(
      (await domain.xml()).matchAll(/<target dev=.(vnet\d+|[a-z]+tap\d*). *(?:managed=.\w+.)?\/>/g),
      ([, name]) => name ?? '',
    );

  test('their taps are ports of the bridge while they run, counted, shown, and gone afterwards', async () => {
    const one = await connection.createXML(
      document(
        'one',
        onBridge('01', "<driver queues='2'/><port isolated='yes'/>"),
        onBridge('02', "<mtu size='1300'/>"),
      ),
    );
    const two = await connection.createXML(document('two', onBridge('03')));
    expect([await targets(one), await targets(two)]).toEqual([['vnet0', 'vnet1'], ['vnet2']]);
    expect(await names()).toEqual(['br0', 'lo', 'vnet0', 'vnet1', 'vnet2']);
    expect(await linkOf(host, 'vnet0')).toMatchObject({
      kind: 'tun',
      mac: 'fe:54:00:00:00:01',
      mtu: 1400,
      master: 'br0',
      isolated: true,
      up: true,
      operState: 'up',
    });
    expect(await linkOf(host, 'vnet1')).toMatchObject({
      mac: 'fe:54:00:00:00:02',
      mtu: 1300,
      master: 'br0',
      isolated: false,
      operState: 'up',
    });

    // The bridge asks all its ports for an address that nobody has.
    await host.run('bash', ['-c', 'echo hello >/dev/udp/192.0.2.9/9']);
    const counters = await two.interfaceStats('vnet2');
    expect(counters.rxPackets).toBeGreaterThan(0n);
    expect(counters.txPackets).toBe(0n);
    expect(await two.interfaceStats('52:54:00:00:00:03')).toMatchObject({ txBytes: 0n });
    await expect(two.interfaceStats('vnet0')).rejects.toMatchObject({
      message: "invalid argument: 'vnet0' is not a known interface",
    });
    const record = (await connection.domainStats()).find(({ domain }) => domain.name === 'two');
    expect(record?.stats).toMatchObject({ 'net.count': 1, 'net.0.name': 'vnet2', 'net.0.tx.pkts': 0n });
    expect(record?.stats['net.0.rx.pkts']).toBeGreaterThan(0n);
    await host.ip('neighbour', 'add', '192.0.2.7', 'lladdr', '52:54:00:00:00:03', 'dev', 'br0');
    expect(await two.interfaceAddresses('arp')).toEqual([
      { name: 'vnet2', mac: '52:54:00:00:00:03', addresses: [{ family: 'ipv4', address: '192.0.2.7', prefix: 0 }] },
    ]);
    expect(await two.interfaceAddresses('lease')).toEqual([]);
    await expect(two.interfaceAddresses('agent')).rejects.toMatchObject({
      message: expect.stringContaining('QEMU guest agent is not configured'),
    });

    await one.destroy();
    expect(await names()).toEqual(['br0', 'lo', 'vnet2']);
    await two.destroy();
    expect(await names()).toEqual(['br0', 'lo']);
  });

  test('a guest that is started again, and one that is found again, keep their names apart', async () => {
    // As from the document of a running guest: a name that was made up is not kept.
    const domain = await connection.defineXML(document('one', onBridge('01', "<target dev='vnet0'/>")));
    expect(await domain.xml()).not.toContain('vnet');
    await domain.start();
    await domain.destroy();
    await domain.start();
    expect(await targets(domain)).toEqual(['vnet1']);
    expect(await domain.xml({ inactive: true })).not.toContain('vnet');
    await connection.close();

    connection = await open();
    const found = await connection.lookupByName('one');
    expect(await targets(found)).toEqual(['vnet1']);
    await found.destroy();
    expect(await names()).toEqual(['br0', 'lo']);
  });

  test("a guest that ended while nobody watched leaves no tap; a tap that is somebody else's by now stays", async () => {
    await connection.createXML(document('one', onBridge('01')));
    await connection.createXML(document('two', onBridge('02')));
    const pids = await Promise.all(
      ['one', 'two'].map(async (name) =>
        Number(/ pid=.(\d+)/.exec(await readFile(`${folder}/root/run/qemu/${name}.xml`, 'utf8'))?.[1]),
      ),
    );
    await connection.close();
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    while (pids.some((pid) => alive(pid))) await new Promise((resolve) => setTimeout(resolve, 5));
    await host.ip('link', 'set', 'dev', 'vnet1', 'address', '02:00:00:00:00:01');

    connection = await open();
    expect(await names()).toEqual(['br0', 'lo', 'vnet1']);
    expect(await connection.listAllDomains()).toEqual([]);
  });

  test('a start that fails leaves no tap', async () => {
    // Two taps, and then QEMU refuses: nothing answers behind this socket.
    const broken = "<serial type='unix'><source mode='connect' path='/nonexistent/socket'/></serial>";
    await expect(connection.createXML(document('one', onBridge('01'), onBridge('02'), broken))).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      message: expect.stringContaining('/nonexistent/socket'),
    });
    expect(await names()).toEqual(['br0', 'lo']);
  });

  test.each([
    [
      'a bridge that is absent',
      onBridge('01').replace('br0', 'br9'),
      'VIR_ERR_SYSTEM_ERROR',
      "Cannot get interface MTU on 'br9': No such device",
    ],
    [
      'a name that is too long',
      onBridge('01', "<target dev='a-name-too-long1'/>"),
      'VIR_ERR_SYSTEM_ERROR',
      "Network interface name 'a-name-too-long1' is too long",
    ],
    [
      'a name that is no name',
      onBridge('01', "<target dev='a b'/>"),
      'VIR_ERR_INVALID_ARG',
      "'a b' is no name of a network interface",
    ],
    [
      'a name that is taken',
      onBridge('01', "<target dev='br0'/>"),
      'VIR_ERR_SYSTEM_ERROR',
      'Unable to create tap device br0: Device or resource busy',
    ],
    [
      'a network',
      "<interface type='network'><source network='default'/></interface>",
      'VIR_ERR_CONFIG_UNSUPPORTED',
      '@virtweave/secondary-network',
    ],
  ])('%s is refused', async (_, xml, code, message) => {
    await expect(connection.createXML(document('one', onBridge('02'), xml))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(await names()).toEqual(['br0', 'lo']);
    expect(await connection.listAllDomains()).toEqual([]);
  });

  test('ethernet: scripts get the name, addresses are set, and a tap of the user stays', async () => {
    for (const name of ['up', 'down']) {
      await writeFile(join(folder, name), `#!/bin/sh\necho "${name} $*" >>${folder}/ran\n`);
      await chmod(join(folder, name), 0o755);
    }
    await host.ip('tuntap', 'add', 'dev', 'mytap0', 'mode', 'tap');
    const domain = await connection.createXML(
      document(
        'one',
        `<interface type='ethernet'><source><ip address='198.51.100.1' prefix='24'/></source><target dev='webtap'/>
        <script path='${folder}/up'/><downscript path='${folder}/down'/><model type='e1000'/></interface>`,
        "<interface type='ethernet'><target dev='mytap0' managed='no'/><model type='e1000'/></interface>",
      ),
    );
    expect(await targets(domain)).toEqual(['webtap', 'mytap0']);
    expect(await host.ip('address', 'show', 'dev', 'webtap')).toContain('inet 198.51.100.1/24');
    expect(await readFile(join(folder, 'ran'), 'utf8')).toBe('up webtap\n');
    await domain.destroy();
    expect(await readFile(join(folder, 'ran'), 'utf8')).toBe('up webtap\ndown webtap\n');
    expect(await names()).toEqual(['br0', 'lo', 'mytap0']);

    await expect(
      connection.createXML(
        document('one', "<interface type='ethernet'><target dev='nobody' managed='no'/></interface>"),
      ),
    ).rejects.toMatchObject({
      message: expect.stringContaining("target managed='no' but specified dev doesn't exist"),
    });
    const failing = "<interface type='ethernet'><script path='/bin/false'/></interface>";
    await expect(connection.createXML(document('one', failing))).rejects.toMatchObject({
      message: expect.stringContaining('/bin/false vnet'),
    });
    expect(await names()).toEqual(['br0', 'lo', 'mytap0']);
    await expect(access(`${folder}/root/run/qemu/one.xml`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie of ours until Node has reaped it.
    return true;
  } catch {
    return false;
  }
}
