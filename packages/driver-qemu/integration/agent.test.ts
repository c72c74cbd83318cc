import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, Domain } from '@virtweave/core-api';
import { linuxWithAgent } from './support/linux.ts';
import { noQemu, Place, until } from './support/real.ts';

const linux = linuxWithAgent();
const why = noQemu ?? (linux === undefined ? 'no Linux guest with an agent was made: npm test makes it' : undefined);
const withGuest = why === undefined ? describe : describe.skip;

/** A Linux with QEMU's own agent; it makes a file system on its disk. */
function guestXml(disk: string): string {
  return `<domain type='qemu'>
  <name>linux</name>
  <memory unit='MiB'>256</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>${linux?.kernel ?? ''}</kernel><initrd>${linux?.initrd ?? ''}</initrd>
    <cmdline>console=ttyS0 quiet</cmdline>
  </os>
  <features><acpi/></features>
  <pm><suspend-to-mem enabled='yes'/></pm>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/><source file='${disk}'/><target dev='vda' bus='virtio'/>
    </disk>
    <interface type='user'><mac address='52:54:00:01:02:03'/><model type='virtio'/></interface>
    <serial type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
  </devices>
</domain>`;
}

withGuest(`QEMU's own agent in a Linux${why === undefined ? '' : ` (${why})`}`, () => {
  let place: Place;
  let connection: Connection;
  let domain: Domain;
  const connected = async (): Promise<boolean> => (await domain.xml()).includes(`guest_agent.0' state='connected'`);

  beforeAll(async () => {
    place = await Place.make();
    const disk = join(place.folder, 'data.img');
    await writeFile(disk, Buffer.alloc(64 * 1024 * 1024));
    connection = await place.open();
    domain = await connection.defineXML(guestXml(disk));
    await domain.start();
    await until(connected, 120_000);
    await until(async () => (await domain.fsInfo()).length > 0 && (await domain.interfaceAddresses('agent')).some(({ addresses }) => addresses.some(({ address }) => address === '10.0.2.15')), 60_000);
  }, 200_000);
  afterAll(() => place?.end());

  test('tells what it is', async () => {
    const info = await domain.guestInfo();
    expect(info).toMatchObject({
      'user.count': 1, 'user.0.name': 'ada', 'user.0.login-time': 1_700_000_000_000n,
      'os.id': 'tiny', 'os.pretty-name': 'Tiny Linux 1', 'os.machine': 'x86_64',
      'timezone.name': 'UTC', 'timezone.offset': 0, hostname: 'tiny',
      'fs.count': 1, 'fs.0.name': 'vda', 'fs.0.mountpoint': '/mnt/data', 'fs.0.fstype': 'ext4', 'fs.0.disk.0.alias': 'vda',
      'disk.count': 1, 'disk.0.name': '/dev/vda', 'disk.0.alias': 'vda',
      'if.count': 2, 'if.1.name': 'eth0', 'if.1.hwaddr': '52:54:00:01:02:03', 'if.1.addr.0.addr': '10.0.2.15', 'if.1.addr.0.prefix': 24,
    });
    expect(await domain.hostname()).toBe('tiny');
    expect(await domain.fsInfo()).toEqual([{ mountpoint: '/mnt/data', name: 'vda', fstype: 'ext4', devAliases: ['vda'] }]);
    expect(await domain.interfaceAddresses('agent')).toMatchObject([{ name: 'lo' }, { name: 'eth0', mac: '52:54:00:01:02:03' }]);
  });

  test('has its file system frozen, thawed and trimmed', async () => {
    expect(await domain.fsFreeze()).toBe(1);
    await expect(domain.fsFreeze()).rejects.toThrow("unable to execute QEMU agent command 'guest-fsfreeze-freeze': ");
    expect(await domain.fsThaw()).toBe(1);
    expect(await domain.fsFreeze(['/mnt/data'])).toBe(1);
    expect(await domain.fsThaw()).toBe(1);
    await domain.fsTrim();
  });

  test('has its clock set', async () => {
    await domain.setTime(new Date(1_700_000_000_000));
    const { seconds } = await domain.time();
    expect(Number(seconds)).toBeGreaterThanOrEqual(1_700_000_000);
    expect(Number(seconds)).toBeLessThan(1_700_000_060);
    await domain.setTime();
  });

  test('has its processors switched', async () => {
    expect({ ...(await domain.guestVcpus()) }).toEqual({ vcpus: '0-1', online: '0-1', offlinable: '1' });
    await domain.setGuestVcpus('1', false);
    expect((await domain.guestVcpus())['online']).toBe('0');
    await domain.setGuestVcpus('1', true);
    expect((await domain.guestVcpus())['online']).toBe('0-1');
  });

  test('has its users looked after', async () => {
    await domain.setUserPassword('ada', 's3cret');
    await expect(domain.setUserPassword('nobody', 's3cret')).rejects.toThrow('child process has failed to set user password');
    await domain.setAuthorizedSSHKeys('ada', ['ssh-rsa AAAA one', 'ssh-rsa BBBB two']);
    await domain.setAuthorizedSSHKeys('ada', ['ssh-rsa CCCC three'], { append: true });
    await domain.setAuthorizedSSHKeys('ada', ['ssh-rsa AAAA one'], { remove: true });
    expect([...(await domain.authorizedSSHKeys('ada'))].sort()).toEqual(['ssh-rsa BBBB two', 'ssh-rsa CCCC three']);
    expect(await domain.qemuAgentCommand('{"execute":"guest-ping"}')).toBe('{"return":{}}');
  });

  test('is found again by the next process', async () => {
    await connection.close();
    connection = await place.open();
    domain = await connection.lookupByName('linux');
    expect(await connected()).toBe(true);
    expect(await domain.hostname()).toBe('tiny');
  });

  test('shuts down', async () => {
    await domain.shutdown({ agent: true });
    await until(async () => !(await domain.isActive()), 30_000);
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'shutdown' });
  }, 60_000);

  test('sleeps, and wakes with its agent', async () => {
    // A guest that has slept powers off no more (Linux's own way through S3), so this comes last.
    await domain.start();
    await until(connected, 120_000);
    await domain.pmSuspend('mem');
    await until(async () => (await domain.state()).state === 'pmsuspended');
    await expect(domain.time()).rejects.toThrow('domain is not running');
    await domain.pmWakeup();
    await until(async () => (await domain.state()).state === 'running' && (await connected()), 30_000);
    expect(await domain.hostname()).toBe('tiny');
  }, 200_000);
});
