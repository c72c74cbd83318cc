import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Duplex } from 'node:stream';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, Domain } from '@virtweave/core-api';
import { SECTOR_GUEST_READY } from '@virtweave/core-testkit';
import { noQemu, Place, until } from './support/real.ts';

const READY = SECTOR_GUEST_READY.trim();

let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place.end());

interface Console {
  text: string;
  stream: Duplex;
}

async function consoleOf(domain: Domain): Promise<Console> {
  const stream = await domain.openConsole();
  const console: Console = { text: '', stream };
  stream.on('data', (chunk: Buffer) => (console.text += chunk.toString('latin1')));
  return console;
}

async function booted(connection: Connection): Promise<Domain> {
  const domain = await connection.defineXML(place.xml());
  await domain.start({ paused: true });
  const console = await consoleOf(domain);
  await domain.resume();
  await until(() => console.text.includes(READY));
  console.stream.destroy();
  return domain;
}

/** It echoes, and did not boot: it goes on. */
async function goesOn(domain: Domain): Promise<void> {
  const console = await consoleOf(domain);
  console.stream.write('still here');
  await until(() => console.text.includes('still here'));
  expect(console.text).not.toContain(READY);
  console.stream.destroy();
}

function eventsOf(connection: Connection): string[] {
  const seen: string[] = [];
  void (async () => {
    for await (const event of connection.events()) if (event.kind === 'lifecycle') seen.push(`${event.event} ${event.detail}`);
  })();
  return seen;
}

const withQemu = noQemu === undefined ? describe : describe.skip;
const because = noQemu === undefined ? '' : ` (${noQemu})`;

withQemu(`saved guests${because}`, () => {
  test('managed: the next start goes on where the guest stopped, also in another process', async () => {
    const connection = await place.open();
    const domain = await booted(connection);
    const seen = eventsOf(connection);
    expect(await domain.hasManagedSave()).toBe(false);
    await domain.managedSave();
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'saved' });
    expect(await place.qemus()).toEqual([]);
    expect(await domain.hasManagedSave()).toBe(true);
    expect(await domain.managedSaveXML()).toContain(`<name>web</name>`);
    await expect(domain.undefine()).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_INVALID',
      message: expect.stringContaining('Refusing to undefine while domain managed save image exists'),
    });
    await connection.close();

    const again = await place.open();
    const same = await again.lookupByName('web');
    expect(await same.hasManagedSave()).toBe(true);
    await same.start();
    expect(await same.state()).toEqual({ state: 'running', reason: 'restored' });
    expect(await same.hasManagedSave()).toBe(false);
    await goesOn(same);
    await same.destroy();
    expect(await place.files()).toEqual(['/etc/qemu/web.xml']);
    expect(seen).toContain('stopped saved');
  });

  test('a file: saved while paused it is restored paused, and others may be told to run', async () => {
    const connection = await place.open();
    const domain = await booted(connection);
    const file = join(place.folder, 'web.save');
    await domain.suspend();
    await domain.save(file);
    expect(await domain.isActive()).toBe(false);
    await domain.undefine();
    await connection.restore(file);
    const restored = await connection.lookupByName('web');
    expect((await restored.state()).state).toBe('paused');
    await restored.resume();
    await goesOn(restored);
    await restored.save(file, { paused: true });
    await connection.restore(file, { running: true });
    await goesOn(await connection.lookupByName('web'));
  });

  test('a save that fails leaves the guest as it was, and no file', async () => {
    const connection = await place.open();
    const domain = await booted(connection);
    await expect(domain.save(join(place.folder, 'absent', 'web.save'))).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    expect((await domain.state()).state).toBe('running');
    await mkdir(join(place.folder, 'taken'));
    await mkdir(join(place.folder, 'taken', 'web.save'));
    await expect(domain.save(join(place.folder, 'taken', 'web.save'))).rejects.toThrow();
    expect(await domain.state()).toEqual({ state: 'running', reason: 'save-canceled' });
    await goesOn(domain);
    expect(await readdir(join(place.folder, 'taken'))).toEqual(['web.save']);
  });

  test('a start may throw the saved state away, and what is no saved guest is refused', async () => {
    const connection = await place.open();
    const domain = await booted(connection);
    await domain.managedSave();
    await domain.start({ forceBoot: true });
    expect(await domain.state()).toEqual({ state: 'running', reason: 'booted' });
    expect(await domain.hasManagedSave()).toBe(false);
    const other = join(place.folder, 'other');
    await writeFile(other, 'x'.repeat(200));
    await expect(connection.restore(other)).rejects.toMatchObject({ message: expect.stringContaining('image magic is incorrect') });
    expect(existsSync(other)).toBe(true);
  });
});
