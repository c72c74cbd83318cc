import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Duplex } from 'node:stream';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Connection, Domain } from '@virtweave/core-api';
import { SECTOR_GUEST_KEYS, SECTOR_GUEST_READY } from '@virtweave/core-testkit';
import { noQemu, Place, until } from './support/real.ts';

const READY = SECTOR_GUEST_READY.trim();

/** What a guest says. */
class Console {
  text = '';
  readonly #stream: Duplex;

  constructor(stream: Duplex) {
    this.#stream = stream.on('data', (chunk: Buffer) => (this.text += chunk.toString('latin1')));
  }

  static async of(domain: Domain): Promise<Console> {
    return new Console(await domain.openConsole());
  }

  write(text: string): void {
    this.#stream.write(text);
  }

  async until(text: string): Promise<void> {
    await until(() => this.text.includes(text));
    this.text = this.text.slice(this.text.indexOf(text) + text.length);
  }

  close(): void {
    this.#stream.destroy();
  }
}

let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place.end());

function eventsOf(connection: Connection): string[] {
  const seen: string[] = [];
  void (async () => {
    for await (const event of connection.events()) seen.push(event.kind === 'lifecycle' ? `${event.event} ${event.detail}` : event.kind);
  })();
  return seen;
}

/** Defined, started, and ready. */
async function booted(connection: Connection, xml = place.xml()): Promise<{ domain: Domain; console: Console }> {
  const domain = await connection.defineXML(xml);
  await domain.start({ paused: true });
  const console = await Console.of(domain);
  await domain.resume();
  await console.until(READY);
  return { domain, console };
}

const isOff = (domain: Domain) => async (): Promise<boolean> => !(await domain.isActive());
const withQemu = noQemu === undefined ? describe : describe.skip;
const because = noQemu === undefined ? '' : ` (${noQemu})`;

withQemu(`a whole life under a real QEMU${because}`, () => {
  test.each([['pc', 'ide'], ['pc', 'virtio'], ['q35', 'sata'], ['q35', 'virtio']] as const)('%s with a %s disk', async (machine, bus) => {
    const connection = await place.open();
    const seen = eventsOf(connection);
    const { domain, console } = await booted(connection, place.xml({ machine, bus }));
    expect(await domain.state()).toEqual({ state: 'running', reason: 'unpaused' });
    console.write('hello there');
    await console.until('hello there');

    const { mime, data } = await domain.screenshot();
    expect([mime, Buffer.from(data.subarray(0, 8)).toString('latin1')]).toEqual(['image/png', '\x89PNG\r\n\x1a\n']);
    expect(data.length).toBeGreaterThan(500);
    await domain.sendKey([29, 56, 111]);

    await domain.suspend();
    expect(await domain.state()).toEqual({ state: 'paused', reason: 'user' });
    console.write('frozen');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(console.text).toBe('');
    await domain.resume();
    await console.until('frozen');

    await domain.reset();
    await console.until(READY);
    await domain.reboot();
    await console.until(READY);
    expect((await domain.state()).state).toBe('running');
    expect((await domain.info()).cpuTime).toBeGreaterThan(0n);

    await domain.shutdown();
    await until(isOff(domain));
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'shutdown' });
    expect(await place.qemus()).toEqual([]);
    expect(await place.files()).toEqual(['/etc/qemu/web.xml']);
    await domain.undefine();
    expect(await place.files()).toEqual([]);
    await until(() => seen.includes('undefined removed'));
    expect(seen.filter((event) => /started|stopped|defined/.test(event))).toEqual([
      'defined added', 'started booted', 'stopped shutdown', 'undefined removed',
    ]);
    expect(seen.filter((event) => event === 'reboot').length).toBeGreaterThanOrEqual(2);
    console.close();
  });

  test('why it is off: destroyed, powered off by itself, crashed, failed', async () => {
    const connection = await place.open();
    const seen = eventsOf(connection);
    const domain = await connection.defineXML(place.xml());
    await domain.start();
    await domain.destroy();
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'destroyed' });

    await domain.start();
    const console = await Console.of(domain);
    console.write(String.fromCharCode(SECTOR_GUEST_KEYS.hello));
    await console.until(READY);
    console.write(String.fromCharCode(SECTOR_GUEST_KEYS.powerOff));
    await until(isOff(domain));
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'shutdown' });

    await domain.start();
    process.kill(await place.pidOf('web'), 'SIGKILL');
    await until(isOff(domain));
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'crashed' });

    await domain.start();
    process.kill(await place.pidOf('web'), 'SIGTERM');
    await until(isOff(domain));
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'destroyed' });

    expect(seen.filter((event) => event.startsWith('stopped'))).toEqual([
      'stopped destroyed', 'stopped shutdown', 'stopped crashed', 'stopped destroyed',
    ]);
    expect([await place.qemus(), await place.files()]).toEqual([[], ['/etc/qemu/web.xml']]);
  });

  test('a guest that is stopped by SIGSTOP is destroyed all the same, and does not hold up others', async () => {
    const connection = await place.open({ config: { timeouts: { monitor: 300, stop: 300 } } });
    const domain = await connection.defineXML(place.xml());
    await domain.start();
    process.kill(await place.pidOf('web'), 'SIGSTOP');
    await expect(domain.suspend()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_TIMEOUT', message: expect.stringContaining(`'stop'`) });
    const other = await connection.defineXML(place.xml({ name: 'db', disk: await place.image('db.img') }));
    await other.start();
    await domain.destroy();
    await other.destroy();
    expect(await place.qemus()).toEqual([]);
  });
});

withQemu(`names${because}`, () => {
  test.each(['..', '.hidden', '-help', 'a,b=c,,d', `$(reboot)'"`, '%s%n', '机器 🐧', 'n'.repeat(200)])('%j is but a name', async (name) => {
    const connection = await place.open();
    const domain = await connection.defineXML(place.xml({ name: name.replaceAll('"', '&quot;') }));
    await domain.setAutostart(true);
    await domain.start();
    expect(await domain.state()).toEqual({ state: 'running', reason: 'booted' });
    expect((await domain.screenshot()).mime).toBe('image/png');
    expect((await readdir(place.folder)).sort()).toEqual(['disk.img', 'root']);
    await connection.close();
    const again = await (await place.open()).lookupByName(name);
    expect((await again.state()).state).toBe('running');
    await again.destroy();
    await again.undefine();
    expect([await place.qemus(), await place.files()]).toEqual([[], []]);
  });
});

withQemu(`other processes${because}`, () => {
  test.each(['start', 'create'])('a guest outlives the process that did %s it, and is found again', async (mode) => {
    const child = await place.child(mode, place.xml());
    const [pid] = await place.qemus();
    await child.kill();
    const connection = await place.open();
    const domain = await connection.lookupByName('web');
    expect([await domain.state(), domain.id, await domain.isPersistent()]).toEqual([{ state: 'running', reason: 'booted' }, 1, mode === 'start']);
    expect([await place.qemus(), await place.pidOf('web')]).toEqual([[pid], pid]);
    const console = await Console.of(domain);
    console.write(`again${String.fromCharCode(SECTOR_GUEST_KEYS.hello)}`);
    await console.until(READY);
    await domain.suspend();
    await domain.resume();
    await domain.shutdown();
    await until(async () => (await place.qemus()).length === 0);
    await until(async () => (await place.files()).length === (mode === 'start' ? 1 : 0));
    if (mode === 'start') expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'shutdown' });
  });

  test('what happened while nobody watched: the guest powered off, or QEMU was killed', async () => {
    for (const [end, reason] of [['SIGKILL', 'crashed'], ['power', 'shutdown']] as const) {
      const child = await place.child('start', place.xml());
      const pid = await place.pidOf('web');
      const status = await readFile(`${place.root}/run/qemu/web.xml`, 'utf8');
      await child.kill();
      if (end === 'SIGKILL') process.kill(pid, 'SIGKILL');
      else {
        const pty = /<source path='(\/dev\/pts\/\d+)'/.exec(status)?.[1] ?? '';
        // QEMU looks once a second whether somebody has opened its terminal; without a monitor there is nothing to wait for.
        const terminal = await open(pty, 'r+');
        await new Promise((resolve) => setTimeout(resolve, 2000));
        await terminal.write(String.fromCharCode(SECTOR_GUEST_KEYS.powerOff));
        await new Promise((resolve) => setTimeout(resolve, 500));
        await terminal.close();
      }
      const connection = await place.open();
      const domain = await connection.lookupByName('web');
      await until(isOff(domain));
      expect(await domain.state()).toEqual({ state: 'shutoff', reason });
      expect([await place.qemus(), await place.files()]).toEqual([[], ['/etc/qemu/web.xml']]);
      await domain.undefine();
      await connection.close();
    }
  });

  test('a second process on the same folder is refused, with the pid of the first', async () => {
    const child = await place.child('hold');
    await expect(place.open()).rejects.toMatchObject({ code: 'VIR_ERR_RESOURCE_BUSY', message: expect.stringContaining(`process ${child.pid}`) });
    await child.kill();
    expect(await (await place.open()).listAllDomains()).toEqual([]);
  });

  test('a session has the folders of XDG', async () => {
    const before = { ...process.env };
    const home = join(place.folder, 'home');
    await mkdir(home);
    Object.assign(process.env, { HOME: home, XDG_CONFIG_HOME: join(home, 'c'), XDG_STATE_HOME: join(home, 's'), XDG_CACHE_HOME: join(home, 'k'), XDG_RUNTIME_DIR: join(home, 'r') });
    try {
      const connection = await place.open({ uri: 'qemu:///session' });
      const domain = await connection.defineXML(place.xml());
      await domain.start();
      expect(await readFile(join(home, 'c/virtweave/qemu/web.xml'), 'utf8')).toContain('<name>web</name>');
      expect(await readFile(join(home, 'r/virtweave/qemu/web.xml'), 'utf8')).toContain('<domstatus');
      expect(await readFile(join(home, 'k/virtweave/qemu/log/web.log'), 'utf8')).toContain('-name guest=web');
      await domain.destroy();
      await domain.undefine();
    } finally {
      process.env = before;
    }
  });
});

withQemu(`starts that fail${because}`, () => {
  async function failure(domain: Domain): Promise<unknown> {
    const error = await domain.start().then(
      () => new Error('it went well'),
      (caught: unknown) => caught,
    );
    expect([await place.qemus(), await place.files()]).toEqual([[], ['/etc/qemu/web.xml']]);
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'failed' });
    return error;
  }

  test('QEMU refuses: its own words', async () => {
    const connection = await place.open();
    const xml = place.xml().replace(`<domain type='qemu'>`, `<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>`)
      .replace('</domain>', `<qemu:commandline><qemu:arg value='-device'/><qemu:arg value='bogus'/></qemu:commandline></domain>`);
    const domain = await connection.defineXML(xml);
    expect(await failure(domain)).toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      message: expect.stringMatching(/QEMU unexpectedly closed the monitor \(vm='web'\): .*'bogus' is not a valid device model name/s),
    });
  });

  test('QEMU refuses: which argument, which part of the document, and what to do', async () => {
    const connection = await place.open();
    const path = await place.image('raw.img');
    const devices = `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${path}'/><target dev='hdb' bus='ide'/></disk>`;
    const domain = await connection.defineXML(place.xml({ devices }));
    const { message } = (await failure(domain)) as Error;
    const [words, refused, part, advice] = message.split('\n').slice(-4);
    expect(words).toContain('Image is not in qcow2 format');
    expect(refused).toMatch(/^refused argument: -blockdev \{"node-name":"libvirt-1-format",.*"driver":"qcow2"/);
    expect(part).toBe(`it comes from: /domain/devices/disk[2] (disk hdb (${path}))`);
    expect(advice).toBe('what to do: the image is no qcow2: correct the type in <driver>');
  });

  test('a disk that a stranger holds: QEMU says so', async () => {
    const first = await place.open();
    await (await first.defineXML(place.xml())).start();
    const other = await Place.make();
    try {
      const connection = await other.open();
      const domain = await connection.defineXML(other.xml({ disk: join(place.folder, 'disk.img') }));
      await expect(domain.start()).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR', message: expect.stringContaining('lock') });
      expect([await other.qemus(), await other.files()]).toEqual([[], ['/etc/qemu/web.xml']]);
    } finally {
      await other.end();
    }
  });

  test('an emulator that is gone, and one that is none', async () => {
    const connection = await place.open();
    const fake = join(place.folder, 'emulator');
    await writeFile(fake, '#!/bin/sh\necho "no such luck" >&2\nexit 3\n');
    await chmod(fake, 0o755);
    await expect(connection.defineXML(place.xml({ emulator: fake }))).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      message: expect.stringContaining('no such luck'),
    });
    await expect(connection.defineXML(place.xml({ emulator: '/nowhere/qemu' }))).rejects.toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      message: expect.stringContaining('/nowhere/qemu'),
    });
    expect([await place.qemus(), await place.files()]).toEqual([[], []]);
  });

  test('a folder whose path is too long for a socket', async () => {
    const root = join(place.folder, 'long'.repeat(30));
    const connection = await place.open({ uri: `qemu:///embed?root=${root}` });
    const start = async (): Promise<void> => (await connection.defineXML(place.xml())).start();
    await expect(start()).rejects.toMatchObject({ code: expect.stringMatching(/^VIR_ERR/), message: expect.stringMatching(`${root}.*too long`) });
    expect((await readdir(place.folder)).sort()).toEqual(['disk.img', basename(root)]);
    expect((await readdir(root)).sort()).toEqual(['cache', 'etc', 'lib', 'log', 'run'].filter((name) => existsSync(join(root, name))));
  });

  test('aborted at any moment, a start leaves nothing', async () => {
    const connection = await place.open();
    const domain = await connection.defineXML(place.xml());
    for (let wait = 0; wait < 200; wait += 10) {
      const signal = AbortSignal.timeout(wait);
      const error = await domain.start({ signal }).then(() => undefined, (caught: unknown) => caught);
      if (error === undefined) {
        await domain.destroy();
        continue;
      }
      expect(error).toBe(signal.reason);
      expect([await place.qemus(), await place.files()]).toEqual([[], ['/etc/qemu/web.xml']]);
    }
  });
});
