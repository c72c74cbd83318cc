import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Daemon } from '@virtweave/daemon';
import qemu from '@virtweave/driver-qemu';
import { noQemu, QemuPlace } from './support/qemu-place.ts';
import { noVirsh, Virsh, type Running } from './support/virsh.ts';

// Block jobs, as Debian's own virsh asks for them, on a disk of three images.
const absent = noQemu ?? noVirsh;
const suite = absent === undefined ? describe : describe.skip;

let place: QemuPlace;
let daemon: Daemon;
let virsh: Virsh;
let events: Running;

const file = (name: string): string => join(place.folder, name);

function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** What the images hold: a megabyte each, at a place of its own. */
function fill(name: string, pattern: number): void {
  run('qemu-io', '-f', 'qcow2', '-c', `write -P ${pattern} ${pattern}M 1M`, file(name));
}

/** Is everything in this image that was written to the three? */
const isWhole = (name: string, format = 'qcow2'): boolean =>
  [1, 2, 3].every((pattern) => /^read \d+/m.test(run('qemu-io', '-r', '-U', '-f', format, '-c', `read -P ${pattern} ${pattern}M 1M`, file(name))));

const backingOf = (name: string): string | undefined =>
  (JSON.parse(run('qemu-img', 'info', '-U', '--output=json', file(name))) as { 'full-backing-filename'?: string })['full-backing-filename'];

const sourceOf = async (...flags: readonly string[]): Promise<string> => (await virsh.say('domblklist', 'web', ...flags)).replace(/^vda +/, '');

suite(`block jobs${absent === undefined ? '' : ` (${absent})`}`, () => {
  beforeEach(async () => {
    place = await QemuPlace.make();
    const path = file('sock');
    daemon = await Daemon.start({ unix: { path } }, { drivers: [qemu] });
    virsh = new Virsh(`qemu+unix:///system?socket=${path}&name=qemu:///embed%3Froot=${place.root}`);
    run('qemu-img', 'create', '-q', '-f', 'qcow2', file('base.qcow2'), '8M');
    fill('base.qcow2', 1);
    run('qemu-img', 'create', '-q', '-f', 'qcow2', '-b', file('base.qcow2'), '-F', 'qcow2', file('mid.qcow2'));
    fill('mid.qcow2', 2);
    run('qemu-img', 'create', '-q', '-f', 'qcow2', '-b', file('mid.qcow2'), '-F', 'qcow2', file('top.qcow2'));
    fill('top.qcow2', 3);
    const disk = `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${file('top.qcow2')}'/><target dev='vda' bus='virtio'/></disk>`;
    await writeFile(file('web.xml'), QemuPlace.sample({ name: 'web', devices: disk }));
    events = virsh.start(['event', '--all', '--loop']);
    await virsh.say('define', file('web.xml'));
    await virsh.say('start', 'web');
    await events.until("event 'lifecycle' for domain 'web': Started Booted");
  });

  afterEach(async () => {
    await virsh.end();
    await daemon.close();
    await place.end();
  });

  test('blockpull: the top image holds everything, or all down to a base', async () => {
    await virsh.say('blockpull', 'web', 'vda', '--base', file('base.qcow2'), '--wait');
    expect(backingOf('top.qcow2')).toBe(file('base.qcow2'));
    await events.until("event 'block-job-2' for domain 'web': Block Pull for vda completed");
    await virsh.say('blockpull', 'web', 'vda', '--wait');
    expect(backingOf('top.qcow2')).toBeUndefined();
    expect(await sourceOf()).toBe(file('top.qcow2'));
    // QEMU writes its tables when it ends.
    await virsh.say('destroy', 'web');
    expect(isWhole('top.qcow2')).toBe(true);
  });

  test('blockcommit: from the middle, and from the top with a pivot', async () => {
    await virsh.say('blockcommit', 'web', 'vda', '--top', file('mid.qcow2'), '--base', file('base.qcow2'), '--wait');
    expect(backingOf('top.qcow2')).toBe(file('base.qcow2'));
    expect(await virsh.refusal('blockcommit', 'web', 'vda')).toContain("commit of 'vda' active layer requires active flag");
    expect(await virsh.refusal('blockcommit', 'web', 'vda', '--active', '--base', file('mid.qcow2'))).toContain('could not find image');
    await virsh.say('blockcommit', 'web', 'vda', '--active', '--wait', '--pivot');
    await events.until("event 'block-job-2' for domain 'web': Active Block Commit for vda ready");
    await events.until("event 'block-job-2' for domain 'web': Active Block Commit for vda completed");
    expect([await sourceOf(), await sourceOf('--inactive')]).toEqual([file('base.qcow2'), file('base.qcow2')]);
    expect(isWhole('base.qcow2')).toBe(true);
    // The guest starts with what its definition names now.
    await virsh.say('destroy', 'web');
    await virsh.say('start', 'web');
    expect(await sourceOf()).toBe(file('base.qcow2'));
  });

  test('blockcopy: watched, abandoned, finished; full and shallow', async () => {
    await virsh.say('blockcopy', 'web', 'vda', file('copy.raw'), '--format', 'raw', '--wait');
    expect(await virsh.say('dumpxml', 'web')).toMatch(/<mirror type='file' file='\S+copy\.raw' format='raw' job='copy' ready='yes'>/);
    expect(await virsh.say('blockjob', 'web', 'vda', '--raw')).toMatch(/type=Block Copy[^]*cur=8388608\s+end=8388608/);
    expect(await virsh.refusal('blockpull', 'web', 'vda')).toContain("disk 'vda' already in active block job");
    await virsh.say('blockjob', 'web', 'vda', '--abort');
    expect(await sourceOf()).toBe(file('top.qcow2'));
    expect(isWhole('copy.raw', 'raw')).toBe(true);
    expect(await virsh.refusal('blockcopy', 'web', 'vda', file('copy.raw'))).toContain('already exists');

    await virsh.say('blockcopy', 'web', 'vda', file('full.qcow2'), '--wait', '--pivot');
    expect([await sourceOf(), await sourceOf('--inactive'), backingOf('full.qcow2')]).toEqual([file('full.qcow2'), file('full.qcow2'), undefined]);
    expect(isWhole('full.qcow2')).toBe(true);
    expect(await virsh.refusal('blockjob', 'web', 'vda', '--pivot')).toContain('does not have an active block job');
  });

  test('a shallow copy goes on above the same images', async () => {
    await virsh.say('blockcopy', 'web', 'vda', file('shallow.qcow2'), '--shallow', '--wait', '--pivot');
    expect([await sourceOf(), backingOf('shallow.qcow2')]).toEqual([file('shallow.qcow2'), file('mid.qcow2')]);
    expect(isWhole('shallow.qcow2')).toBe(true);
    expect(await virsh.say('qemu-monitor-command', 'web', '--hmp', 'info block')).toMatch(/Backing file: +\S+mid\.qcow2 \(chain depth: 2\)/);
    // QEMU has let go of what was copied.
    expect(await virsh.say('qemu-monitor-command', 'web', '--hmp', 'info block -n')).not.toContain('top.qcow2');
  });

  test('a job goes on while nobody watches, and the next daemon knows it', async () => {
    await virsh.say('blockcopy', 'web', 'vda', file('slow.qcow2'), '--bandwidth', '1', '--bytes');
    await daemon.close();
    daemon = await Daemon.start({ unix: { path: file('sock') } }, { drivers: [qemu] });
    expect(await virsh.say('blockjob', 'web', 'vda', '--raw')).toMatch(/type=Block Copy\s+bandwidth=1\s/);
    expect(await virsh.refusal('blockjob', 'web', 'vda', '--pivot')).toContain('not ready for pivot yet');
    await virsh.say('blockjob', 'web', 'vda', '0');
    for (let tries = 0; !(await virsh.say('dumpxml', 'web')).includes("ready='yes'"); tries += 1) {
      expect(tries).toBeLessThan(100);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await virsh.say('blockjob', 'web', 'vda', '--pivot');
    expect(await sourceOf()).toBe(file('slow.qcow2'));
    expect(isWhole('slow.qcow2')).toBe(true);
    expect(existsSync(file('top.qcow2'))).toBe(true);
  });
});
