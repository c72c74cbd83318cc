import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECTOR_GUEST_KEYS, SECTOR_GUEST_READY, sectorGuest, sectorGuestDisk } from '../src/index.ts';

const emulator = 'qemu-system-x86_64';
const withQemu = spawnSync(emulator, ['--version']).status === 0 ? test : test.skip;
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A socket that QEMU connects to, and what came over it. */
class Line {
  text = '';
  readonly #socket: Promise<Socket>;
  #changed: () => void = () => {};

  constructor(path: string) {
    const server = createServer();
    this.#socket = once(server.listen(path), 'connection').then(([socket]: Socket[]) => {
      server.close();
      return (socket as Socket).on('error', () => {}).on('data', (data) => {
        this.text += data.toString('latin1');
        this.#changed();
      });
    });
    ends.push(async () => (await this.#socket).destroy());
  }

  async write(text: string): Promise<void> {
    (await this.#socket).write(text, 'latin1');
  }

  async until(wanted: string): Promise<void> {
    while (!this.text.includes(wanted)) await new Promise<void>((resolve) => { this.#changed = resolve; });
    this.text = this.text.slice(this.text.indexOf(wanted) + wanted.length);
  }
}

async function boot(machine: string, device: string, disk: Uint8Array): Promise<{ serial: Line; monitor: Line; qemu: ChildProcess }> {
  const folder = await mkdtemp(join(tmpdir(), 'sector-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  await writeFile(path('disk'), disk);
  const [serial, monitor] = [new Line(path('serial')), new Line(path('monitor'))];
  const qemu = spawn(emulator, [
    '-machine', `${machine},accel=tcg`, '-m', '16', '-nodefaults', '-display', 'none',
    '-drive', `file=${path('disk')},format=raw,if=none,id=d`, '-device', `${device},drive=d`,
    '-chardev', `socket,id=s,path=${path('serial')}`, '-serial', 'chardev:s', '-qmp', `unix:${path('monitor')}`,
  ], { stdio: 'ignore' });
  ends.push(() => qemu.kill('SIGKILL'));
  await monitor.until('QMP');
  await monitor.write('{"execute": "qmp_capabilities"}');
  return { serial, monitor, qemu };
}

describe('the guest of one sector, under QEMU', () => {
  withQemu.each([['pc', 'ide-hd'], ['pc', 'virtio-blk-pci'], ['q35', 'ide-hd'], ['q35', 'virtio-blk-pci']])(
    'on %s with %s: speaks, echoes, resets, and powers off by the button',
    async (machine, device) => {
      const { serial, monitor, qemu } = await boot(machine, device, sectorGuestDisk());
      const gone = once(qemu, 'exit');
      await serial.until(SECTOR_GUEST_READY);
      await serial.write('echo me');
      await serial.until('echo me');
      await serial.write(String.fromCharCode(SECTOR_GUEST_KEYS.reset));
      await serial.until(SECTOR_GUEST_READY);
      await monitor.write('{"execute": "system_powerdown"}');
      await monitor.until('"reason": "guest-shutdown"');
      expect(await gone).toEqual([0, null]);
    },
    20_000,
  );

  withQemu('the bare 512 bytes boot from IDE, and power off when told so', async () => {
    const { serial, qemu } = await boot('pc', 'ide-hd', sectorGuest());
    const gone = once(qemu, 'exit');
    await serial.until(SECTOR_GUEST_READY);
    await serial.write(String.fromCharCode(SECTOR_GUEST_KEYS.powerOff));
    expect(await gone).toEqual([0, null]);
  }, 20_000);
});
