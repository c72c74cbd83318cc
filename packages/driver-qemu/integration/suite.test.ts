import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { driverSuite, SECTOR_GUEST_READY, sectorGuestDisk } from '@virtweave/core-testkit';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import driver from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'vw-suite-'));
const disk = join(folder, 'sector.img');
beforeAll(() => writeFileSync(disk, sectorGuestDisk()));
afterAll(() => rmSync(folder, { recursive: true }));

const { leftOut } = await driverSuite({
  test,
  describe,
  expect,
  driver,
  async place() {
    const root = await mkdtemp(join(folder, 'e'));
    return { uri: `qemu:///embed?root=${root}`, dispose: () => rm(root, { recursive: true }) };
  },
  // One disk for all: none of them writes to it.
  sample: ({ name, uuid }) => `<domain type='qemu'>
    <name>${name}</name>
    <uuid>${uuid}</uuid>
    <memory unit='MiB'>16</memory>
    <vcpu>2</vcpu>
    <os><type arch='x86_64' machine='pc'>hvm</type></os>
    <features><acpi/></features>
    <devices>
      <disk type='file' device='disk'>
        <driver name='qemu' type='raw'/>
        <source file='${disk}'/>
        <target dev='vda' bus='virtio'/>
        <readonly/>
      </disk>
      <serial type='pty'/>
    </devices>
  </domain>`,
  async ready(domain) {
    const console = await domain.openConsole();
    // What the guest wrote before somebody listened is lost: it is asked to say it again.
    const asking = setInterval(() => console.write('\x05'), 100);
    try {
      let text = '';
      for await (const part of console) {
        text += String(part);
        if (text.includes(SECTOR_GUEST_READY)) return;
      }
    } finally {
      clearInterval(asking);
      await console.close();
    }
  },
});

test('what is left out is what the driver has not', () => {
  expect(leftOut.filter(({ because }) => !because.startsWith('the driver has no') && because !== 'calls are not cheap here')).toEqual([]);
});
