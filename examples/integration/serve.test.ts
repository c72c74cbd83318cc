import { existsSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect, type Connection, type ConnectOptions } from '@virtweave/core-api';
import { SECTOR_GUEST_READY, sectorGuestDisk } from '@virtweave/core-testkit';
import daemon from '@virtweave/daemon/serve';
import qemu from '@virtweave/driver-qemu';
import remote from '@virtweave/driver-remote';
import { OtherProcess } from './support/owner.ts';
import { noQemu, QemuPlace } from './support/qemu-place.ts';

// One process owns a state folder, and lets others in. This process and child processes play both parts.
const suite = noQemu === undefined ? describe : describe.skip;

let place: QemuPlace;
let uri: string;
let socket: string;
const connections: Connection[] = [];
const others: OtherProcess[] = [];

beforeEach(async () => {
  place = await QemuPlace.make();
  uri = `qemu:///embed?root=${place.root}`;
  socket = join(place.root, 'lib/qemu/serve.sock');
});

afterEach(async () => {
  for (const other of others.splice(0)) await other.kill();
  for (const connection of connections.splice(0)) await connection.close();
  await place.end();
});

async function open(options: ConnectOptions = {}): Promise<Connection> {
  const connection = await connect(uri, { drivers: [qemu, remote], ...options });
  connections.push(connection);
  return connection;
}

async function other(options: { readonly serve?: 'auto' } = {}): Promise<OtherProcess> {
  const process = await OtherProcess.start(uri, options);
  others.push(process);
  return process;
}

const guest = (name: string, disk?: string): string =>
  QemuPlace.sample({
    name,
    devices: disk === undefined ? '' : `<disk type='file'><driver name='qemu' type='raw'/><source file='${disk}'/><target dev='hda' bus='ide'/></disk>`,
  });

suite(`one owner, several processes${noQemu === undefined ? '' : ` (${noQemu})`}`, () => {
  test('without serve, another process is told who has the folder', async () => {
    const owner = await other();
    expect(owner.opened).toEqual({ ready: owner.pid });
    await expect(open()).rejects.toMatchObject({ code: 'VIR_ERR_RESOURCE_BUSY', int1: owner.pid, message: expect.stringContaining(`process ${owner.pid}`) });
    expect(existsSync(socket)).toBe(false);
  });

  test('with serve, another process gets a connection that behaves the same', async () => {
    const owner = await other({ serve: 'auto' });
    expect(owner.opened).toEqual({ ready: owner.pid });
    expect(((await stat(socket)).mode & 0o777).toString(8)).toBe('600');
    expect(((await stat(join(place.root, 'lib/qemu'))).mode & 0o777).toString(8)).toBe('700');
    const disk = join(place.folder, 'disk.img');
    await writeFile(disk, sectorGuestDisk());

    const connection = await open();
    expect([connection.uri, await connection.type()]).toEqual([uri, 'QEMU']);
    const events = connection.events({ kinds: ['lifecycle'] });
    // Handles: what one defines the other sees.
    const domain = await connection.defineXML(guest('web', disk));
    expect(await owner.tell('list')).toEqual({ done: ['web'] });
    // Streams.
    await domain.start({ paused: true });
    const console = await domain.openConsole();
    let said = '';
    console.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    await domain.resume();
    while (!said.includes(SECTOR_GUEST_READY)) await new Promise((resolve) => console.once('data', resolve));
    console.write('over there');
    while (!said.includes('over there')) await new Promise((resolve) => console.once('data', resolve));
    console.destroy();
    // Events: what the owner does is told here.
    expect(await owner.tell('destroy', 'web')).toEqual({ done: null });
    const seen: string[] = [];
    for await (const event of events) {
      if (event.kind !== 'lifecycle') continue;
      seen.push(`${event.domain.name} ${event.event} ${event.detail}`);
      if (event.event === 'stopped') break;
    }
    expect(seen).toEqual(['web defined added', 'web started booted', 'web suspended paused', 'web resumed unpaused', 'web stopped destroyed']);
    // Errors.
    await expect(connection.lookupByName('nobody')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
    await domain.undefine();
    expect(await owner.tell('list')).toEqual({ done: [] });
  });

  test('a read-only connection is one through the owner, too', async () => {
    await other({ serve: 'auto' });
    const connection = await open({ readOnly: true });
    await expect(connection.defineXML(guest('web'))).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
  });

  test('only what the owner has is served', async () => {
    await other({ serve: 'auto' });
    const through = (wanted: string): string => `qemu+unix:///?socket=${encodeURIComponent(socket)}&name=${encodeURIComponent(wanted)}`;
    for (const wanted of ['qemu:///session', 'test:///default']) {
      await expect(connect(through(wanted), { drivers: [remote] })).rejects.toMatchObject({ code: 'VIR_ERR_NO_CONNECT' });
    }
  });

  test('the owner leaves: others are told, the guests go on, and the next one to come is the owner', async () => {
    const owner = await other({ serve: 'auto' });
    expect(await owner.tell('start', guest('web'))).toEqual({ done: null });
    const connection = await open();
    const domain = await connection.lookupByName('web');
    expect(await owner.tell('close')).toEqual({ done: null });
    expect(existsSync(socket)).toBe(false);
    await expect(domain.state()).rejects.toThrow(/Cannot (recv|write|read) data|connection|End of file/i);

    const next = await open({ serve: 'auto', drivers: [qemu, remote, daemon] });
    expect(await (await next.lookupByName('web')).state()).toMatchObject({ state: 'running' });
    const third = await other();
    expect(third.opened).toEqual({ ready: third.pid });
    expect(await third.tell('list')).toEqual({ done: ['web'] });
    // Who serves may close while somebody is there.
    await next.close();
    expect(await third.tell('list')).toMatchObject({ error: {} });
    expect(existsSync(socket)).toBe(false);
  });

  test('the owner dies: others are told, and whoever connects anew takes over', async () => {
    const owner = await other({ serve: 'auto' });
    expect(await owner.tell('start', guest('web'))).toEqual({ done: null });
    const connection = await open();
    const events = connection.events();
    const domain = await connection.lookupByName('web');
    await owner.kill();
    await expect(domain.state()).rejects.toThrow(/Cannot (recv|write|read) data|connection|End of file/i);
    await events.close();
    expect(existsSync(socket)).toBe(true);

    // The socket of the dead one is nobody's: this process owns the folder now, and serves nobody.
    const next = await open();
    expect(await (await next.lookupByName('web')).state()).toMatchObject({ state: 'running' });
    const refused = await other();
    expect(refused.opened).toMatchObject({ error: { code: 'VIR_ERR_RESOURCE_BUSY', int1: process.pid } });
    // A second connection that serves replaces it.
    await open({ serve: 'auto', drivers: [qemu, remote, daemon] });
    expect((await other()).opened).toMatchObject({ ready: expect.any(Number) });
  });

  test('a reader that asked to reconnect goes on with the next owner', async () => {
    const owner = await other({ serve: 'auto' });
    const connection = await open({ config: { reconnect: { attempts: 20, delay: 50 } } });
    const events = connection.events({ kinds: ['lifecycle'] });
    await connection.listAllDomains();
    await owner.kill();
    const next = await other({ serve: 'auto' });
    expect(next.opened).toEqual({ ready: next.pid });
    while ((await connection.listAllDomains().catch(() => undefined)) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await events.next()).value).toMatchObject({ kind: 'gap' });
    await next.tell('start', guest('web'));
    expect((await events.next()).value).toMatchObject({ kind: 'lifecycle', event: 'defined' });
  });

  test('of many that come at once one is the owner, and all get a connection', async () => {
    const many = await Promise.all(Array.from({ length: 6 }, () => other({ serve: 'auto' })));
    expect(many.map(({ opened }) => opened)).toEqual(many.map(({ pid }) => ({ ready: pid })));
    expect(await many[0]?.tell('start', guest('web'))).toEqual({ done: null });
    expect(await Promise.all(many.map((one) => one.tell('list')))).toEqual(many.map(() => ({ done: ['web'] })));
  });

  test('serving keeps no program alive', async () => {
    const owner = await other({ serve: 'auto' });
    const connection = await open();
    await connection.listAllDomains();
    expect(await owner.leave()).toBe(0);
  });
});
