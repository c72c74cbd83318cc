import { describe, expect, test } from '@jest/globals';
import { FixtureHost } from '@virtweave/core-testkit';
import { memoryLockLimit, unlimitedMemory } from '../../src/command/index.ts';
import { allowMemoryLock } from '../../src/lifecycle/memory-lock.ts';
import { guest } from '../definition/parse.ts';

const GiB = 1024n ** 3n;
const card = (bus: number): string =>
  `<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='${bus}' slot='0' function='0'/></source></hostdev>`;
const vdpa = (path: string): string => `<interface type='vdpa'><source dev='${path}'/></interface>`;
const locked = { rest: '<memoryBacking><locked/></memoryBacking>' };

describe('how much a guest locks', () => {
  test.each([
    ['nothing', '', {}, 0n],
    ['the administrator says', card(1), { rest: `<memtune><hard_limit unit='GiB'>5</hard_limit></memtune>` }, 5n * GiB],
    ['all', '', locked, unlimitedMemory],
    ['two cards share one address space', card(1) + card(2), {}, 2n * GiB],
    ['vDPA devices have their own', card(1) + vdpa('/dev/vhost-vdpa-0') + vdpa('/dev/vhost-vdpa-1'), {}, 4n * GiB],
  ])('%s', (_, devices, options, limit) => {
    expect(memoryLockLimit(guest('pc', devices, options))).toBe(limit);
  });

  test('behind an IOMMU each card has an address space', () => {
    const iommu = `<iommu model='intel'/>`;
    expect(memoryLockLimit(guest('q35', iommu + card(1) + card(2), { rest: '<features><ioapic driver="qemu"/></features>' }))).toBe(3n * GiB);
  });
});

describe('the limit of QEMU', () => {
  const qemu = { program: '/usr/bin/qemu', args: ['-S'] };
  const host = (limit: string, capabilities: string): FixtureHost =>
    new FixtureHost({
      files: {
        '/proc/self/limits': `Limit   Soft Limit  Hard Limit  Units\nMax locked memory         ${limit}  bytes\n`,
        '/proc/self/status': `Name:\tnode\nCapEff:\t${capabilities}\n`,
      },
    });
  const root = '000001ffffffffff';
  const user = '0000000000000000';

  test('is set before QEMU begins', async () => {
    const args = ['--memlock=2147483648:2147483648', '--', '/usr/bin/qemu', '-S'];
    expect(await allowMemoryLock(host('65536 65536', root), guest('pc', card(1)), qemu)).toEqual({ program: 'prlimit', args });
    expect(await allowMemoryLock(host('65536 unlimited', user), guest('pc', card(1)), qemu)).toEqual({ program: 'prlimit', args });
    const all = await allowMemoryLock(host('65536 65536', root), guest('pc', '', locked), qemu);
    expect(all.args[0]).toBe('--memlock=unlimited:unlimited');
  });

  test('stays where nothing is locked, where it suffices, and where it cannot be raised', async () => {
    expect(await allowMemoryLock(new FixtureHost({}), guest('pc', ''), qemu)).toBe(qemu);
    expect(await allowMemoryLock(host('unlimited unlimited', user), guest('pc', '', locked), qemu)).toBe(qemu);
    expect(await allowMemoryLock(host('65536 65536', user), guest('pc', card(1)), qemu)).toBe(qemu);
  });
});
