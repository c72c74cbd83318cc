import { describe, expect, test } from '@jest/globals';
import { freeExtent, parseDisk } from '../src/backends/disk-report.ts';
import { parseLogicalVolumes } from '../src/backends/logical-report.ts';
import { mountedAt } from '../src/backends/mounts.ts';
import { FixtureHost } from '@virtweave/core-testkit';
import { localIdentity } from '@virtweave/core-api';
import type { Machine } from '../src/machine.ts';

describe('what lvs reports', () => {
  const report = `
  root##uuid-1#/dev/sda2(0)#linear#1#1048576#4194304#5242880#-wi-ao----
  root##uuid-1#/dev/sdb(7)#linear#1#4194304#4194304#5242880#-wi-ao----
  wide##uuid-2#/dev/sda2(10),/dev/sdb(20)#striped#2#8388608#4194304#8388608#-wi-a-----
  snap#root#uuid-3#/dev/sda2(30)#linear#1#4194304#4194304#4194304#swi-a-s---
  thin##uuid-4#thin_tdata(0)#thin-pool#1#4194304#4194304#4194304#twi-aotz--
  [lvol0_pmspare]##uuid-5#/dev/sda2(40)#linear#1#4194304#4194304#4194304#ewi-------
`;
  const volumes = parseLogicalVolumes(report, '/dev/vg0');

  test('volumes, but not what LVM makes them of', () => {
    expect(volumes.map(({ name, key, capacity }) => [name, key, capacity])).toEqual([
      ['root', 'uuid-1', 5242880n],
      ['wide', 'uuid-2', 8388608n],
      ['snap', 'uuid-3', 4194304n],
    ]);
  });

  test('their segments, in bytes; stripes share one', () => {
    expect(volumes[0]?.source?.devices).toEqual([
      { path: '/dev/sda2', extents: [{ start: 0n, end: 1048576n }] },
      { path: '/dev/sdb', extents: [{ start: 29360128n, end: 33554432n }] },
    ]);
    expect(volumes[1]?.source?.devices.map(({ extents }) => Number(extents[0]?.end) - Number(extents[0]?.start))).toEqual([4194304, 4194304]);
  });

  test('a snapshot lies on its origin', () => {
    expect(volumes[2]?.backingStore).toEqual({ path: '/dev/vg0/root' });
  });
});

describe('what parted reports', () => {
  const report = `BYT;
/dev/loop0:67108864B:loopback:512:512:gpt:Loopback device:;
1:17408B:1048575B:1031168B:free;
1:1048576B:9437183B:8388608B:ext4:loop0p1:;
3:9437184B:10485759B:1048576B::loop0p3:lvm;
1:10485760B:67091967B:56606208B:free;
`;
  const disk = parseDisk(report, '/dev/loop0');

  test('partitions, free stretches, and the next number', () => {
    expect(disk.partitions.map(({ number, start, end, type }) => [number, start, end, type])).toEqual([
      [1, 1048576n, 9437184n, 'linux'],
      [3, 9437184n, 10485760n, 'linux-lvm'],
    ]);
    expect([disk.table, disk.size, disk.nextNumber, disk.free.length]).toEqual(['gpt', 67108864n, 2, 2]);
  });

  test('a new partition is aligned, and lies where it fits best', () => {
    expect(freeExtent(disk, 1000n)).toEqual({ start: 10485760n, end: 10486784n });
    expect(() => freeExtent(disk, 60_000_000n)).toThrow('no large enough free extent');
  });
});

test('mounts are found by their folder, the last one counts, and names may hold anything', async () => {
  const host = new FixtureHost({ files: { '/proc/mounts': 'proc /proc proc rw 0 0\n/dev/a /m\\040x\\134ü ext4 rw 0 0\nnas:/e /m\\040x\\134ü nfs rw 0 0\n' } });
  const machine = { host, call: { identity: localIdentity() } } as unknown as Machine;
  expect(await mountedAt(machine, '/m x\\ü')).toEqual({ source: 'nas:/e', folder: '/m x\\ü', type: 'nfs' });
  expect(await mountedAt(machine, '/none')).toBeUndefined();
});
