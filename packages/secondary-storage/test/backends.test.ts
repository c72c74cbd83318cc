import { describe, expect, test } from '@jest/globals';
import { localIdentity, type Peers } from '@virtweave/core-api';
import { parseStoragePool, parseStorageVol, readStoragePoolSource, type StoragePool, type StorageVol } from '@virtweave/core-conf';
import { FixtureHost, type FixtureCommand, type FixtureEntry } from '@virtweave/core-testkit';
import { gluster } from '../src/backends/gluster.ts';
import { iscsi } from '../src/backends/iscsi.ts';
import { iscsiDirect } from '../src/backends/iscsi-direct.ts';
import { logical } from '../src/backends/logical.ts';
import { multipath } from '../src/backends/multipath.ts';
import { networkFileSystem } from '../src/backends/network-file-system.ts';
import { rbd } from '../src/backends/rbd.ts';
import { scsi } from '../src/backends/scsi.ts';
import { sheepdog } from '../src/backends/sheepdog.ts';
import { vstorage } from '../src/backends/vstorage.ts';
import { zfs } from '../src/backends/zfs.ts';
import type { Machine } from '../src/machine.ts';

const call = { identity: localIdentity() };

/** Secrets that all have one value. */
const peers = {
  secret: () => ({
    secretLookupByUsage: async (usageType: number, usageId: string) => ({ uuid: 'u', usageType, usageId }),
    secretLookupByUUID: async (uuid: string) => ({ uuid, usageType: 0, usageId: '' }),
    secretGetValue: async () => Buffer.from('pa ss'),
  }),
} as unknown as Peers;

interface World {
  readonly machine: Machine;
  readonly host: FixtureHost;
  /** What was run, as text. */
  ran(): readonly string[];
}

function world(commands: readonly FixtureCommand[] = [], files: Readonly<Record<string, FixtureEntry>> = {}): World {
  const host = new FixtureHost({ commands, files: { '/run': { folder: true }, ...files } });
  return {
    host,
    machine: { host, peers, call, runFolder: '/run' },
    ran: () => host.ran.map(({ program, args }) => [program, ...args].join(' ').replace(/secret-[0-9a-f-]{36}/, 'secret-UUID')),
  };
}

/** Commands by what they begin with, and what they say. */
const says = (table: Readonly<Record<string, string>>): readonly FixtureCommand[] =>
  Object.entries(table).map(([line, stdout]) => {
    const [program = '', ...args] = line.split(' ');
    return { program, args: (given) => args.every((one, i) => given[i] === one), stdout, times: Infinity };
  });

const pool = (type: string, source: string, target = '/dev/t'): StoragePool =>
  parseStoragePool(`<pool type='${type}'><name>p</name><uuid>11111111-1111-4111-8111-111111111111</uuid><source>${source}</source><target><path>${target}</path></target></pool>`);
const names = (volumes: readonly StorageVol[]): readonly unknown[] => volumes.map(({ name, key, capacity, target }) => [name, key, Number(capacity ?? 0), target.path]);

describe('logical', () => {
  const group = pool('logical', "<device path='/dev/sdb'/><name>vg0</name>");

  test('a group is built of its devices; what was begun is taken back when it fails', async () => {
    const { machine, ran } = world(says({ 'pvcreate /dev/sdb': '', 'dd': '', 'blkid': '', 'pvremove /dev/sdb': '' }));
    await expect(logical.build?.(group, { overwrite: false, noOverwrite: false }, machine)).rejects.toThrow('vgcreate');
    expect(ran().slice(-2)).toEqual(['vgcreate vg0 /dev/sdb', 'pvremove /dev/sdb']);
  });

  test('a group that is not there is told in libvirt’s words', async () => {
    const { machine } = world(says({ pvs: '  /dev/sdb  other\n  /dev/sdc \n' }));
    await expect(logical.start?.(group, machine)).rejects.toThrow("cannot find logical volume group name 'vg0'");
    expect(await logical.findSources?.(undefined, machine)).toEqual({ sources: [{ devices: [{ path: '/dev/sdb' }], name: 'other', format: 'lvm2' }] });
  });

  test.each([
    ['all of it', '<capacity>4096</capacity>', 'lvcreate --name v -L 4K vg0'],
    ['less than all', '<capacity>8192</capacity><allocation>4096</allocation>', 'lvcreate --name v -L 4K --type snapshot --virtualsize 8K vg0'],
    ['a snapshot', '<capacity>4096</capacity><backingStore><path>/dev/vg0/o</path></backingStore>', 'lvcreate --name v -L 4K -s /dev/vg0/o'],
  ])('a volume is made: %s', async (_, text, command) => {
    const { machine, ran } = world(says({ lvcreate: '' }));
    const volume = parseStorageVol(`<volume><name>v</name>${text}</volume>`, group);
    const made = await logical.volumes?.create?.(group, volume, machine);
    expect([made?.type, made?.target.path, ran()]).toEqual(['block', '/dev/vg0/v', [command]]);
  });
});

test('netfs: what a server offers', async () => {
  const question = readStoragePoolSource("<source><host name='nas'/></source>");
  const { machine } = world([
    ...says({ showmount: '/export      10.0.0.0/8\n/with blank (everyone)\n' }),
    { program: 'gluster', status: 1 },
  ]);
  const { sources } = (await networkFileSystem.findSources?.(question, machine)) ?? { sources: [] };
  expect(sources.map(({ dir, format }) => [dir, format])).toEqual([['/export', 'nfs'], ['/with blank', 'nfs']]);
  const nothing = world([{ program: 'showmount', status: 1 }, { program: 'gluster', status: 1 }]);
  await expect(networkFileSystem.findSources?.(question, nothing.machine)).rejects.toThrow("no storage pools were found on host 'nas'");
});

describe('scsi', () => {
  const files: Record<string, FixtureEntry> = {
    '/sys/class/scsi_host/host2/scan': '',
    '/sys/bus/scsi/devices/2:0:0:1/type': '0\n',
    '/sys/bus/scsi/devices/2:0:0:1/block/sdq/size': '1',
    '/sys/bus/scsi/devices/2:0:0:2/type': '1\n',
    '/sys/bus/scsi/devices/3:0:0:1/type': '0\n',
    '/sys/bus/scsi/devices/host2': { folder: true },
    '/dev/sdq': { special: 'block' },
    '/dev/disk/by-path/pci-lun-1': { link: '../../sdq' },
  };
  const commands = says({ find: ['b', 0, 0, 660, 0, 6, 1, 1, 1, 1, 'sdq', ''].join('\0'), blockdev: '4096\n' });
  const host = pool('scsi', "<adapter type='scsi_host' name='scsi_host2'/>", '/dev/disk/by-path');

  test('the disks of one host, by names that stay', async () => {
    const { machine, host: machineHost } = world(commands, files);
    await scsi.start?.(host, machine);
    expect(machineHost.contents('/sys/class/scsi_host')['/sys/class/scsi_host/host2/scan']).toBe('- - -');
    const { volumes, capacity } = await scsi.look(host, machine);
    expect(names(volumes)).toEqual([['unit:0:0:1', '/dev/disk/by-path/pci-lun-1', 4096, '/dev/disk/by-path/pci-lun-1']]);
    expect(capacity).toBe(4096n);
  });

  test('a virtual host is made below its parent, and found by its names', async () => {
    const names = { '/sys/class/fc_host/host5/vport_create': '', '/sys/class/fc_host/host5/vport_delete': '', '/sys/class/fc_host/host5/node_name': '0x1\n' };
    const { machine, host: machineHost } = world([], { ...names, '/sys/class/fc_host/host5/port_name': '0x2\n' });
    const vport = pool('scsi', "<adapter type='fc_host' parent='scsi_host5' managed='yes' wwnn='20000000c9831b4b' wwpn='10000000c9831b4b'/>");
    // Nothing makes the host in this pretended kernel.
    await expect(scsi.start?.(vport, machine)).rejects.toThrow("Failed to find SCSI host with wwnn='20000000c9831b4b'");
    expect(machineHost.contents('/sys/class/fc_host')['/sys/class/fc_host/host5/vport_create']).toBe('10000000c9831b4b:20000000c9831b4b');
  });
});

describe('iscsi', () => {
  const target = pool('iscsi', "<host name='10.0.0.1'/><device path='iqn.2013-06.com.example:disk'/><auth type='chap' username='me'><secret usage='s'/></auth>");

  test('logs in once, with the password of the secret', async () => {
    const { machine, ran } = world(says({ iscsiadm: '' }));
    await iscsi.start?.(target, machine);
    const node = 'iscsiadm --mode node --portal 10.0.0.1:3260,1 --targetname iqn.2013-06.com.example:disk';
    expect(ran()).toEqual([
      'iscsiadm --mode session',
      'iscsiadm --mode discovery --type sendtargets --portal 10.0.0.1:3260,1',
      `${node} --op update --name node.session.auth.authmethod --value CHAP`,
      `${node} --op update --name node.session.auth.username --value me`,
      `${node} --op update --name node.session.auth.password --value pa ss`,
      `${node} --login`,
    ]);
  });

  test('a session that is there is the pool’s', async () => {
    const session = 'tcp: [7] 10.0.0.1:3260,1 iqn.2013-06.com.example:disk (non-flash)\n';
    const { machine, ran } = world(says({ iscsiadm: session }), { '/sys/class/iscsi_session/session7/device/target4:0:0': { folder: true } });
    expect(await iscsi.isActive?.(target, machine)).toBe(true);
    await iscsi.start?.(target, machine);
    expect((await iscsi.look(target, machine)).volumes).toEqual([]);
    expect(ran()).toContain('iscsiadm --mode session -r 7 -R');
    await iscsi.stop?.(target, machine);
    expect(ran().at(-1)).toContain('--logout');
  });

  test('the targets of a server', async () => {
    const { machine } = world(says({ iscsiadm: '10.0.0.1:3260,1 iqn.a\n10.0.0.1:3260,1 iqn.b\n' }));
    const { sources } = (await iscsi.findSources?.(readStoragePoolSource("<source><host name='10.0.0.1' port='3261'/></source>"), machine)) ?? { sources: [] };
    expect(sources.map(({ devices }) => devices?.[0]?.path)).toEqual(['iqn.a', 'iqn.b']);
  });

  test('direct: the units of the pool’s target alone, and no password among the arguments', async () => {
    const direct = pool('iscsi-direct', "<host name='h'/><device path='iqn.a'/><initiator><iqn name='iqn.me'/></initiator><auth type='chap' username='m e'><secret usage='s'/></auth>");
    const { machine, ran } = world(says({
      'iscsi-ls': 'Target:iqn.b Portal:h:3260,1\nLun:0    Type:DIRECT_ACCESS (Size:1G)\nTarget:iqn.a Portal:h:3260,1\nLun:0    Type:RAID\nLun:1    Type:DIRECT_ACCESS (Size:10M)\n',
      'iscsi-readcapacity16': 'RETURNED LOGICAL BLOCK ADDRESS:20479\nTotal size:10485760\n',
    }));
    const { volumes } = await iscsiDirect.look(direct, machine);
    expect(names(volumes)).toEqual([['unit:0:0:1', 'ip-h:3260-iscsi-iqn.a-lun-1', 10485760, 'ip-h:3260-iscsi-iqn.a-lun-1']]);
    expect(ran()).toEqual(['iscsi-ls -i iqn.me -s iscsi://h:3260', 'iscsi-readcapacity16 -i iqn.me iscsi://h:3260/iqn.a/1']);
  });
});

test('mpath: the multipath devices, where there is a device mapper', async () => {
  const mapper = pool('mpath', '', '/dev/mapper');
  expect((await multipath.look(mapper, world().machine)).volumes).toEqual([]);
  const { machine } = world(
    says({ dmsetup: 'mpatha\t(253:0)\nmpathb\t(253, 1)\n', find: ['b', 0, 0, 660, 0, 6, 1, 1, 1, 1, 'x', ''].join('\0'), blockdev: '512\n' }),
    { '/dev/mapper/control': { special: 'character' } },
  );
  expect(names((await multipath.look(mapper, machine)).volumes)).toEqual([
    ['dm-0', '/dev/mapper/mpatha', 512, '/dev/mapper/mpatha'],
    ['dm-1', '/dev/mapper/mpathb', 512, '/dev/mapper/mpathb'],
  ]);
});

describe('rbd', () => {
  const ceph = pool('rbd', "<host name='mon' port='6789'/><name>disks</name><auth type='ceph' username='admin'><secret usage='s'/></auth>");
  const commands: readonly FixtureCommand[] = [
    { program: 'rbd', times: Infinity, action: async (args) => ({ stdout: args.includes('ls') ? '[{"image":"a","size":100},{"image":"a","snapshot":"s","size":100}]' : args.includes('info') ? '{"size":7}' : '' }) },
    { program: 'ceph', times: Infinity, stdout: '{"stats":{"total_bytes":1000},"pools":[{"name":"disks","stats":{"stored":100,"max_avail":300}}]}' },
  ];

  test('images, but not their snapshots; sizes of the pool; the key in a file for as long as it takes', async () => {
    const { machine, ran, host } = world(commands);
    const found = await rbd.look(ceph, machine);
    expect([found.capacity, found.allocation, found.available, names(found.volumes)]).toEqual([1000n, 100n, 300n, [['a', 'disks/a', 100, 'disks/a']]]);
    expect(ran()[0]).toBe('rbd -m mon:6789 --id admin --keyfile /run/secret-UUID ls -l --format json disks');
    expect(host.contents('/run')).toEqual({});
  });

  test('images are made, copied, resized and deleted', async () => {
    const { machine, ran } = world(commands);
    const plain = { ...ceph, source: { ...ceph.source, auth: undefined as never } };
    delete (plain.source as Partial<typeof plain.source>).auth;
    const volume = await rbd.volumes?.create?.(plain, parseStorageVol('<volume><name>b</name><capacity>200</capacity></volume>', plain), machine);
    const from = { ...(volume as StorageVol), name: 'a', capacity: 100, target: { path: 'disks/a' } };
    const options = { preallocMetadata: false, reflink: false };
    await rbd.volumes?.build?.(plain, volume as StorageVol, options, machine);
    await rbd.volumes?.build?.(plain, volume as StorageVol, { ...options, from }, machine);
    await rbd.volumes?.resize?.(plain, volume as StorageVol, 50n, { allocate: false, shrink: true }, machine);
    await rbd.volumes?.delete?.(plain, volume as StorageVol, { zeroed: false, withSnapshots: true }, machine);
    expect(ran().map((line) => line.replace('rbd -m mon:6789 ', ''))).toEqual([
      'create --size 200B disks/b',
      'cp disks/a disks/b',
      'resize --size 200B disks/b',
      'resize --size 50B --allow-shrink disks/b',
      'snap purge disks/b',
      'rm disks/b',
    ]);
  });
});

test('sheepdog: images and clones, names with blanks, not snapshots', async () => {
  const sheep = pool('sheepdog', "<host name='h' port='7000'/><name>s</name>");
  const { machine, ran } = world(says({
    'dog node': '0 100 50 50%\nTotal 1000 300 30% 200\n',
    'dog vdi': '= a\\ b 0 100 10 0 1336557203 7c2b25\ns a\\ b 1 100 10 0 1336557203 7c2b26\nc clone 0 200 20 0 1336557203 7c2b27\n',
  }));
  const { volumes, available } = await sheepdog.look(sheep, machine);
  expect(names(volumes)).toEqual([['a b', 'a b', 100, 'a b'], ['clone', 'clone', 200, 'clone']]);
  expect([available, ran()[0]]).toEqual([700n, 'dog node info -r -a h -p 7000']);
});

test('zfs: volumes, what is reserved of them, and new ones', async () => {
  const tank = pool('zfs', '<name>tank</name>');
  const { machine, ran } = world(says({
    zpool: 'tank\thealth\tONLINE\t-\ntank\tsize\t1000\t-\ntank\tfree\t600\t-\ntank\tallocated\t400\t-\n',
    'zfs list': 'tank/a\t100\t150\ntank/b\t200\tnone\n',
    'zfs create': '',
    find: '',
  }));
  const { volumes, available } = await zfs.look(tank, machine);
  expect([available, volumes.map(({ name, capacity, allocation }) => [name, capacity, allocation])]).toEqual([600n, [['a', 100n, 150n], ['b', 200n, 0n]]]);
  const volume = (text: string): StorageVol => parseStorageVol(`<volume><name>c</name><capacity>8192</capacity>${text}</volume>`, tank);
  await zfs.volumes?.create?.(tank, volume(''), machine);
  await zfs.volumes?.create?.(tank, volume('<allocation>1024</allocation>'), machine);
  expect(ran().slice(-2)).toEqual(['zfs create -V 8K tank/c', 'zfs create -s -o refreservation=1K -V 8K tank/c']);
});

test('gluster: mounted in a place of ours, told by the address that QEMU takes', async () => {
  const volume = pool('gluster', "<host name='h'/><dir path='/in side'/><name>v0</name>");
  const at = '/run/gluster-11111111-1111-4111-8111-111111111111';
  const { machine, ran } = world(
    says({ mount: '', find: ['f', 10, 0, 600, 0, 0, 1, 1, 1, 1, 'a b', ''].join('\0'), stat: '1 10 5\n' }),
    { '/proc/mounts': '', [`${at}/in side/a b`]: 'x'.repeat(10) },
  );
  await gluster.start?.(volume, machine);
  expect(ran()).toEqual([`mount -o nodev,nosuid,noexec -t glusterfs h:/v0 ${at}`]);
  expect(names((await gluster.look(volume, machine)).volumes)).toEqual([['a b', 'gluster://h/v0/in side/a b', 10, 'gluster://h/v0/in%20side/a%20b']]);
});

test('vstorage: mounted with mode and owner', async () => {
  const { machine, ran } = world(says({ 'vstorage-mount': '' }));
  await vstorage.start?.(pool('vstorage', '<name>c</name>', '/mnt'), machine);
  expect(ran()).toEqual(['vstorage-mount -c c -m 0700 /mnt']);
});
