import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SECTOR_GUEST_KEYS, SECTOR_GUEST_READY, sectorGuestDisk } from '@virtweave/core-testkit';
import { Daemon } from '@virtweave/daemon';
import qemu from '@virtweave/driver-qemu';
import { noQemu, QemuPlace } from './support/qemu-place.ts';
import { noVirsh, Virsh, type Running } from './support/virsh.ts';

// Debian's own virsh, our daemon, driver-qemu, and guests that a real QEMU runs.
const absent = noQemu ?? noVirsh;
const suite = absent === undefined ? describe : describe.skip;

const READY = SECTOR_GUEST_READY.trim();
const MAC = '52:54:00:12:34:56';

let place: QemuPlace;
let daemon: Daemon;
let virsh: Virsh;
let events: Running;

/** Serial port, drive, network interface, screen, balloon. */
const guestXml = (folder: string): string => `<domain type='qemu'>
  <name>web</name>
  <memory unit='MiB'>32</memory>
  <vcpu current='1'>2</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <on_crash>destroy</on_crash>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/><source file='${folder}/disk.img'/><target dev='hda' bus='ide'/>
    </disk>
    <disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='hdc' bus='ide'/><readonly/></disk>
    <controller type='usb' model='qemu-xhci'/>
    <interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface>
    <serial type='pty'/>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
    <video><model type='vga'/></video>
    <memballoon model='virtio'/>
  </devices>
</domain>`;

suite(`virsh with guests of QEMU${absent === undefined ? '' : ` (${absent})`}`, () => {
  beforeAll(async () => {
    place = await QemuPlace.make();
    const path = join(place.folder, 'sock');
    daemon = await Daemon.start({ unix: { path } }, { drivers: [qemu] });
    // virsh itself refuses to ask a daemon for embed.
    virsh = new Virsh(`qemu+unix:///system?socket=${path}&name=qemu:///embed%3Froot=${place.root}`);
    await writeFile(join(place.folder, 'disk.img'), sectorGuestDisk());
    await writeFile(join(place.folder, 'cd.iso'), Buffer.alloc(1024 * 1024));
    await writeFile(join(place.folder, 'web.xml'), guestXml(place.folder));
    for (const name of ['data', 'more']) spawnSync('qemu-img', ['create', '-q', '-f', 'qcow2', join(place.folder, `${name}.qcow2`), '10M']);
    events = virsh.start(['event', '--all', '--loop']);
    await virsh.say('define', join(place.folder, 'web.xml'));
    await events.until("event 'lifecycle' for domain 'web': Defined Added");
  });

  afterAll(async () => {
    await virsh?.end();
    await daemon?.close();
    await place?.end();
  });

  afterEach(async () => {
    if ((await virsh.say('domstate', 'web')) !== 'shut off') await virsh.say('destroy', 'web');
    await virsh.run(['managedsave-remove', 'web']);
  });

  /** Started, with somebody at its console when its system is up. */
  async function booted(): Promise<Running> {
    await virsh.say('start', 'web', '--paused');
    const console = virsh.start(['console', 'web'], { terminal: true });
    await console.until('Escape character is ^]');
    await virsh.say('resume', 'web');
    await console.until(READY);
    return console;
  }

  const key = (code: number): string => String.fromCharCode(code);

  test('somebody types at the console, and leaves it', async () => {
    const console = await booted();
    console.type('uname -a');
    await console.until('uname -a');
    console.type(key(SECTOR_GUEST_KEYS.hello));
    await console.until(READY);
    expect(await virsh.refusal('console', 'web')).toMatch(/active console session|Active console session|requires terminal|interactive/i);
    console.type('\x1d');
    expect(await console.ended()).toBe(0);
    const again = virsh.start(['console', 'web'], { terminal: true });
    await again.until('Escape character is ^]');
    again.type('still there');
    await again.until('still there');
    again.type(key(SECTOR_GUEST_KEYS.powerOff));
    expect(await again.ended()).toBe(0);
    await events.until("event 'lifecycle' for domain 'web': Shutdown Finished after guest request");
    await events.until("event 'lifecycle' for domain 'web': Stopped Shutdown");
  });

  test('event --all --loop tells of a life', async () => {
    await booted();
    await events.until("event 'lifecycle' for domain 'web': Started Booted");
    await virsh.say('suspend', 'web');
    await events.until("event 'lifecycle' for domain 'web': Suspended Paused");
    await virsh.say('resume', 'web');
    await events.until("event 'lifecycle' for domain 'web': Resumed Unpaused");
    await virsh.say('reset', 'web');
    await events.until("event 'reboot' for domain 'web'");
    await virsh.say('desc', 'web', '--live', 'a guest');
    await events.until("event 'metadata-change' for domain 'web': type description");
    await virsh.say('blkdeviotune', 'web', 'hda', '--read-iops-sec', '500');
    await events.until(/event 'tunable' for domain 'web':\n\tblkdeviotune\.disk: hda\n\tblkdeviotune\.read_iops_sec: 500/);
    await virsh.say('destroy', 'web');
    await events.until("event 'lifecycle' for domain 'web': Stopped Destroyed");
  });

  test('shutdown and reboot press the power button', async () => {
    const console = await booted();
    await virsh.say('reboot', 'web');
    await console.until(READY);
    await events.until("event 'reboot' for domain 'web'");
    await virsh.say('shutdown', 'web');
    await console.ended();
    await events.until("event 'lifecycle' for domain 'web': Stopped Shutdown");
    expect(await virsh.say('domstate', '--reason', 'web')).toBe('shut off (shutdown)');
  });

  test('save and restore, managedsave and start go on where the guest was', async () => {
    const console = await booted();
    console.type('\x1d');
    await console.ended();
    const file = join(place.folder, 'web.save');
    await virsh.say('save', 'web', file);
    expect(await virsh.say('domstate', '--reason', 'web')).toBe('shut off (saved)');
    expect(await virsh.say('save-image-dumpxml', file)).toContain('<name>web</name>');
    await virsh.say('restore', file);
    expect(await virsh.say('domstate', '--reason', 'web')).toBe('running (restored)');
    await virsh.say('managedsave', 'web');
    expect(await virsh.say('dominfo', 'web')).toMatch(/Managed save: +yes/);
    await virsh.say('start', 'web');
    const again = virsh.start(['console', 'web'], { terminal: true });
    await again.until('Escape character is ^]');
    again.type('no new start');
    await again.until('no new start');
    expect(again.text).not.toContain(READY);
  });

  test('domstats, and its values are those of QEMU', async () => {
    await booted();
    const stats = Object.fromEntries((await virsh.say('domstats', 'web')).split('\n').slice(1).map((line) => line.trim().split('=') as [string, string]));
    const status = JSON.parse(await virsh.say('qemu-monitor-command', 'web', '{"execute":"query-status"}')) as { return: { status: string } };
    const counters = JSON.parse(await virsh.say('qemu-monitor-command', 'web', '{"execute":"query-blockstats"}')) as {
      return: { stats: { rd_bytes: number; rd_operations: number } }[];
    };
    expect([status.return.status, stats['state.state'], stats['state.reason']]).toEqual(['running', '1', '5']);
    expect(stats).toMatchObject({
      'balloon.current': '32768',
      'balloon.maximum': '32768',
      'vcpu.current': '1',
      'vcpu.maximum': '2',
      'vcpu.0.state': '1',
      'block.count': '2',
      'block.0.name': 'hda',
      'block.0.path': join(place.folder, 'disk.img'),
      'block.0.rd.bytes': String(counters.return[0]?.stats.rd_bytes),
      'block.0.rd.reqs': String(counters.return[0]?.stats.rd_operations),
      'block.0.capacity': '1048576',
      'net.count': '1',
    });
    expect(Number(stats['cpu.time'])).toBeGreaterThan(1e7);
    expect(Number(stats['vcpu.0.time'])).toBeLessThanOrEqual(Number(stats['cpu.time']));
    expect(Number(stats['balloon.rss'])).toBeGreaterThan(10_000);
    for (const group of ['state', 'cpu-total', 'balloon', 'vcpu', 'interface', 'block']) {
      expect((await virsh.say('domstats', 'web', `--${group}`)).split('\n').length).toBeGreaterThan(1);
    }
  });

  test('screenshot is a picture', async () => {
    await booted();
    const file = join(place.folder, 'screen');
    await virsh.say('screenshot', 'web', file);
    const picture = await readFile(file);
    expect(picture.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
    // Width and height of a text screen, and the end of the file.
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([720, 400]);
    expect(picture.subarray(-8, -4).toString('latin1')).toBe('IEND');
  });

  test('edit, with an editor that is a script', async () => {
    const editor = join(place.folder, 'editor.sh');
    await writeFile(editor, '#!/bin/sh\nexec sed -i "s/<on_crash>destroy/<on_crash>preserve/" "$1"\n');
    await chmod(editor, 0o755);
    expect((await virsh.run(['edit', 'web'], { EDITOR: editor })).status).toBe(0);
    expect(await virsh.say('dumpxml', 'web', '--inactive')).toContain('<on_crash>preserve</on_crash>');
    await writeFile(editor, '#!/bin/sh\nexec sed -i "s/<on_crash>preserve/<on_crash>destroy/" "$1"\n');
    expect((await virsh.run(['edit', 'web'], { EDITOR: editor })).status).toBe(0);
    expect(await virsh.say('dumpxml', 'web')).toContain('<on_crash>destroy</on_crash>');
  });

  test('what a guest is, in virsh’s tables', async () => {
    await booted();
    expect(await virsh.say('dominfo', 'web')).toMatch(/State: +running[^]*Max memory: +32768 KiB[^]*Persistent: +yes[^]*Security model: +none/);
    expect(await virsh.say('domblklist', 'web', '--details')).toMatch(/file +disk +hda +\S+disk\.img\n file +cdrom +hdc +-/);
    expect(await virsh.say('domiflist', 'web')).toMatch(new RegExp(`- +user +- +virtio +${MAC}`));
    const port = /<graphics type='vnc' port='(\d+)'/.exec(await virsh.say('dumpxml', 'web'))?.[1];
    expect(await virsh.say('vncdisplay', 'web')).toBe(`127.0.0.1:${Number(port) - 5900}`);
    expect(await virsh.say('domdisplay', 'web')).toBe(`vnc://127.0.0.1:${Number(port) - 5900}`);
    expect(await virsh.say('domblkinfo', 'web', 'hda')).toMatch(/Capacity: +1048576/);
    expect(await virsh.say('domblkstat', 'web', 'hda', '--human')).toMatch(/number of read operations: +[1-9]/);
    expect(await virsh.say('domblkerror', 'web')).toBe('No errors found');
    expect(await virsh.say('vcpuinfo', 'web')).toMatch(/VCPU: +0\nCPU: +\d+\nState: +running\nCPU time: +\d/);
    expect(await virsh.say('dommemstat', 'web')).toMatch(/actual 32768\n(?:.*\n)*rss \d+/);
    expect(await virsh.say('domcontrol', 'web')).toBe('ok');
    expect(await virsh.say('domjobinfo', 'web')).toMatch(/Job type: +None/);
    expect(await virsh.say('ttyconsole', 'web')).toMatch(/^\/dev\/pts\/\d+$/);
    expect(await virsh.say('cpu-stats', 'web', '--total')).toMatch(/cpu_time +\d+\.\d+ seconds/);
    for (const command of ['nodeinfo', 'nodecpumap', 'nodecpustats', 'nodememstats', 'freecell', 'capabilities', 'version', 'domcapabilities']) {
      expect((await virsh.say(command)).length).toBeGreaterThan(10);
    }
  });

  test('QEMU’s own monitor', async () => {
    await booted();
    expect(await virsh.say('qemu-monitor-command', 'web', '--hmp', 'info status')).toBe('VM status: running');
    const refusal = JSON.parse(await virsh.say('qemu-monitor-command', 'web', '{"execute":"no-such-thing"}')) as { error: { class: string } };
    expect(refusal.error.class).toBe('CommandNotFound');
    const monitor = virsh.start(['qemu-monitor-event', 'web', '--loop', '--regex', '--event', 'STOP|RESUME']);
    await new Promise((resolve) => setTimeout(resolve, 300)); // it says nothing when it is ready
    await virsh.say('suspend', 'web');
    await monitor.until(/event STOP at \d+\.\d+ for domain 'web'/);
    await virsh.say('resume', 'web');
    await monitor.until(/event RESUME at/);
  });

  test('memory and virtual CPUs of a running guest', async () => {
    await booted();
    await virsh.say('setvcpus', 'web', '2', '--live');
    expect(await virsh.say('vcpucount', 'web', '--current', '--live')).toBe('2');
    expect(await virsh.say('vcpucount', 'web', '--current', '--config')).toBe('1');
    expect(await virsh.say('vcpuinfo', 'web')).toMatch(/VCPU: +1\n/);
    await virsh.say('vcpupin', 'web', '1', '0', '--live');
    expect(await virsh.say('vcpupin', 'web', '1')).toMatch(/\b0$/);
    await virsh.say('emulatorpin', 'web', '0', '--live');
    expect(await virsh.say('emulatorpin', 'web')).toMatch(/\b0$/);
    expect(await virsh.refusal('setvcpus', 'web', '3', '--live')).toContain('requested vcpus is greater than max allowable vcpus for the live domain: 3 > 2');
    await virsh.say('setmem', 'web', '16M', '--config');
    expect(await virsh.say('dumpxml', 'web', '--inactive')).toContain("<currentMemory unit='KiB'>16384</currentMemory>");
    await virsh.say('setmem', 'web', '32M', '--config');
    await virsh.say('dommemstat', 'web', '--period', '5', '--live');
    await virsh.say('set-lifecycle-action', 'web', 'crash', 'preserve', '--live');
    expect(await virsh.say('dumpxml', 'web')).toMatch(/<on_crash>preserve<[^]*<stats period='5'\/>/);
  });

  test('disks come and go while the guest runs', async () => {
    await booted();
    const data = join(place.folder, 'data.qcow2');
    const usb = join(place.folder, 'usb.xml');
    await writeFile(
      usb,
      `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${data}'/><target dev='sdb' bus='usb'/></disk>`,
    );
    await virsh.say('attach-device', 'web', usb);
    const [, alias = ''] = /event 'device-added' for domain 'web': (\S+)/.exec(await events.until(/event 'device-added' for domain 'web': \S+\n/)) ?? [];
    expect(await virsh.say('dumpxml', 'web')).toContain(`<alias name='${alias}'/>`);
    expect(await virsh.say('domblkinfo', 'web', 'sdb')).toMatch(/Capacity: +10485760/);
    expect(await virsh.refusal('attach-device', 'web', usb)).toContain('target sdb already exists');
    await virsh.say('blkdeviotune', 'web', 'sdb', '--total-bytes-sec', '1048576');
    expect(await virsh.say('blkdeviotune', 'web', 'sdb')).toMatch(/^total_bytes_sec: 1048576$/m);
    await virsh.say('blockresize', 'web', 'sdb', '20M');
    expect(await virsh.say('domblkinfo', 'web', 'sdb')).toMatch(/Capacity: +20971520/);
    await virsh.say('detach-device', 'web', usb);
    await events.until(`event 'device-removed' for domain 'web': ${alias}`);
    expect(await virsh.say('domblklist', 'web')).not.toContain('sdb');
    // QEMU has let go of the image: another one takes it.
    expect(spawnSync('qemu-img', ['check', data]).status).toBe(0);

    await virsh.say('attach-disk', 'web', data, 'vdb', '--driver', 'qemu', '--subdriver', 'qcow2', '--live', '--config');
    await virsh.say('attach-disk', 'web', join(place.folder, 'more.qcow2'), 'vdc', '--driver', 'qemu', '--subdriver', 'qcow2', '--live');
    expect(await virsh.say('domblklist', 'web')).toMatch(/vdb +\S+data\.qcow2\n vdc +\S+more\.qcow2/);
    expect(await virsh.say('domblklist', 'web', '--inactive')).not.toContain('vdc');
    await virsh.say('destroy', 'web');
    expect(await virsh.say('domblklist', 'web')).toMatch(/vdb +\S+data\.qcow2/);
    await virsh.say('detach-disk', 'web', 'vdb', '--config');
    expect(await virsh.say('domblklist', 'web')).not.toContain('vdb');
  });

  test('media are changed, cables pulled, a random number generator plugged', async () => {
    await booted();
    const iso = join(place.folder, 'cd.iso');
    await virsh.say('change-media', 'web', 'hdc', iso, '--insert');
    expect(await virsh.say('domblklist', 'web')).toMatch(/hdc +\S+cd\.iso/);
    expect(await virsh.say('qemu-monitor-command', 'web', '--hmp', 'info block')).toContain('cd.iso');
    await virsh.say('change-media', 'web', 'hdc', '--eject');
    expect(await virsh.say('domblklist', 'web')).toMatch(/hdc +-/);
    await virsh.say('domif-setlink', 'web', MAC, 'down');
    expect(await virsh.say('domif-getlink', 'web', MAC)).toBe(`${MAC} down`);
    expect(await virsh.say('qemu-monitor-command', 'web', '--hmp', 'info network')).toContain(MAC);
    const rng = join(place.folder, 'rng.xml');
    await writeFile(rng, "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>");
    await virsh.say('attach-device', 'web', rng, '--live');
    await events.until("event 'device-added' for domain 'web': rng0");
    expect(await virsh.say('dumpxml', 'web')).toMatch(/<rng model='virtio'>/);
    const card = join(place.folder, 'card.xml');
    await writeFile(card, "<interface type='user'><mac address='52:54:00:00:00:99'/><model type='virtio'/></interface>");
    await virsh.say('attach-device', 'web', card);
    expect(await virsh.say('qemu-monitor-command', 'web', '--hmp', 'info network')).toContain('52:54:00:00:00:99');
    expect(await virsh.refusal('detach-device', 'web', join(place.folder, 'usb.xml'))).toContain('disk sdb not found');
  });

  test('dump writes what a debugger reads', async () => {
    await booted();
    const file = join(place.folder, 'core');
    await virsh.say('dump', 'web', file, '--memory-only');
    expect((await readFile(file)).subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect((await stat(file)).size).toBeGreaterThan(32 * 1024 * 1024);
    expect(await virsh.say('domstate', '--reason', 'web')).toBe('running (unpaused)');
    await virsh.say('dump', 'web', join(place.folder, 'all'), '--crash');
    await events.until("event 'lifecycle' for domain 'web': Stopped Crashed");
    expect(await virsh.say('domstate', '--reason', 'web')).toBe('shut off (crashed)');
  });

  test('what goes on while the daemon is stopped is found again by the next one', async () => {
    await booted();
    const path = join(place.folder, 'sock');
    await daemon.close();
    daemon = await Daemon.start({ unix: { path } }, { drivers: [qemu] });
    events = virsh.start(['event', '--all', '--loop']);
    expect(await virsh.say('domstate', '--reason', 'web')).toBe('running (unpaused)');
    const console = virsh.start(['console', 'web'], { terminal: true });
    await console.until('Escape character is ^]');
    console.type('after all');
    await console.until('after all');
    await virsh.say('destroy', 'web');
    await events.until("event 'lifecycle' for domain 'web': Stopped Destroyed");
  });
});
