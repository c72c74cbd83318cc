import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Connection, Domain } from '@virtweave/core-api';
import { SECTOR_GUEST_READY } from '@virtweave/core-testkit';
import { noQemu, Place, until } from './support/real.ts';

const READY = SECTOR_GUEST_READY.trim();

let place: Place;
let disk: string;
beforeEach(async () => {
  place = await Place.make();
  disk = join(place.folder, 'disk.qcow2');
  execFileSync('qemu-img', ['convert', '-O', 'qcow2', join(place.folder, 'disk.img'), disk]);
});
afterEach(() => place.end());

const define = (connection: Connection): Promise<Domain> => connection.defineXML(place.xml({ disk }).replace("type='raw'", "type='qcow2'"));

/** What the guest says while `during` happens. */
async function listening(domain: Domain, during: () => Promise<unknown>, words: string): Promise<string> {
  const stream = await domain.openConsole();
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  await during();
  await until(() => text.includes(words));
  stream.destroy();
  return text;
}

async function boot(domain: Domain): Promise<void> {
  await domain.start({ paused: true });
  await listening(domain, () => domain.resume(), READY);
}

/** It echoes, and did not boot: its memory is what it was. */
async function goesOn(domain: Domain): Promise<void> {
  const stream = await domain.openConsole();
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  stream.write('still here');
  await until(() => text.includes('still here'));
  expect(text).not.toContain(READY);
  stream.destroy();
}

const writeByte = (byte: number): void => void execFileSync('qemu-io', ['-f', 'qcow2', '-c', `write -P ${byte} 512k 4k`, disk]);
const hasByte = (byte: number): boolean => !/failed/.test(execFileSync('qemu-io', ['-f', 'qcow2', '-c', `read -P ${byte} 512k 4k`, disk], { encoding: 'utf8' }));
const inImage = (): string => execFileSync('qemu-img', ['snapshot', '-U', '-l', disk], { encoding: 'utf8' });

const withQemu = noQemu === undefined ? describe : describe.skip;
const because = noQemu === undefined ? '' : ` (${noQemu})`;

withQemu(`snapshots within the images${because}`, () => {
  test('of a guest that is off: its disks come back', async () => {
    const connection = await place.open();
    const domain = await define(connection);
    writeByte(1);
    await domain.createSnapshot('<domainsnapshot><name>one</name><description>first</description></domainsnapshot>');
    writeByte(2);
    await domain.createSnapshot('<domainsnapshot><name>two</name></domainsnapshot>');
    expect((await domain.snapshots()).map(({ name }) => name)).toEqual(['one', 'two']);
    const one = await domain.snapshot('one');
    expect(await one.xml()).toMatch(/<state>shutoff<\/state>[^]*<memory snapshot='no'\/>[^]*<disk name='hda' snapshot='internal'\/>/);
    await one.revert();
    expect(hasByte(1)).toBe(true);
    expect((await domain.currentSnapshot()).name).toBe('one');
    await (await domain.snapshot('two')).revert({ paused: true });
    expect(await domain.state()).toEqual({ state: 'paused', reason: 'from-snapshot' });
    await domain.destroy();
    expect(hasByte(2)).toBe(true);
    await expect(domain.undefine()).rejects.toMatchObject({ message: expect.stringContaining('cannot delete inactive domain with 2 snapshots') });
    await one.delete({ children: true });
    expect(inImage()).not.toMatch(/one|two/);
    expect(await place.files()).toEqual(['/etc/qemu/web.xml']);
  });

  test('of a guest that runs: memory comes back, too, also in another process', async () => {
    const connection = await place.open();
    const domain = await define(connection);
    await boot(domain);
    await domain.createSnapshot('<domainsnapshot><name>live</name></domainsnapshot>');
    expect((await domain.state()).state).toBe('running');
    await goesOn(domain);
    await domain.destroy();
    await connection.close();

    const again = await place.open();
    const same = await again.lookupByName('web');
    const live = await same.snapshot('live');
    expect((await same.currentSnapshot()).name).toBe('live');
    await live.revert();
    expect(await same.state()).toEqual({ state: 'running', reason: 'from-snapshot' });
    await goesOn(same);
    await live.revert({ paused: true });
    expect(await same.state()).toEqual({ state: 'paused', reason: 'from-snapshot' });
    await live.delete();
    expect(inImage()).not.toContain('live');
    expect(await same.snapshots()).toEqual([]);
    await same.destroy();
  });

  test('halting behind it, and what an image cannot hold', async () => {
    const connection = await place.open();
    const domain = await define(connection);
    await boot(domain);
    await domain.createSnapshot('<domainsnapshot><name>last</name></domainsnapshot>', { halt: true });
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'from-snapshot' });
    await expect(domain.rename('other')).rejects.toMatchObject({ message: expect.stringContaining('cannot rename domain with snapshots') });
    const raw = await connection.defineXML(place.xml({ name: 'raw' }));
    await expect(raw.createSnapshot('<domainsnapshot/>')).rejects.toMatchObject({
      code: 'VIR_ERR_CONFIG_UNSUPPORTED',
      message: expect.stringContaining('internal snapshot for disk hda unsupported for storage type raw'),
    });
    await domain.undefine({ snapshotsMetadata: true });
    expect(inImage()).toContain('last');
  });
});
