import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connection } from '@virtweave/core-api';
import { FaultyHost, type HostOperation } from '@virtweave/core-testkit';
import { isVirtError, type ErrnoName } from '@virtweave/core-util';
import { Machine } from './support/machine.ts';
import { guestXml, open, URI, UUID } from './support/open.ts';

const connections: Connection[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
});

async function openOn(machine: Machine | FaultyHost, config: Readonly<Record<string, unknown>> = {}): Promise<Connection> {
  const connection = await open(machine, { config });
  connections.push(connection);
  return connection;
}

/** The one error: its code and words. */
async function errorOf(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await call;
  } catch (error) {
    if (!isVirtError(error)) throw error;
    return { code: error.code, message: error.message };
  }
  throw new Error('it went well');
}

describe('documents', () => {
  const bad: readonly (readonly [string, string, string, RegExp])[] = [
    ['an unclosed tag', guestXml().replace('</devices>', ''), 'VIR_ERR_XML_DETAIL', /\(domain_definition\):\d+/],
    ['two roots', `${guestXml()}<domain/>`, 'VIR_ERR_XML_DETAIL', /\(domain_definition\):\d+/],
    ['a duplicate attribute', guestXml().replace(`type='qemu'`, `type='qemu' type='kvm'`), 'VIR_ERR_XML_DETAIL', /:1/],
    ['an unquoted attribute', guestXml().replace(`'qemu'`, 'qemu'), 'VIR_ERR_XML_DETAIL', /:1/],
    ['NUL', guestXml().replace('web', 'w\0b'), 'VIR_ERR_INVALID_ARG', /NUL/],
    ['an unknown entity', guestXml().replace('web', '&web;'), 'VIR_ERR_XML_DETAIL', /:2/],
    ['DOCTYPE', `<!DOCTYPE domain [<!ENTITY a "aaaa">]>${guestXml()}`, 'VIR_ERR_XML_DETAIL', /DOCTYPE/],
    ['depth 10,000', '<a>'.repeat(10_000) + '</a>'.repeat(10_000), 'VIR_ERR_XML_DETAIL', /depth|deep|nest/i],
    ['no domain', '<network/>', 'VIR_ERR_XML_ERROR', /domain/],
    ['nothing', '', 'VIR_ERR_XML_DETAIL', /./],
    ['an unknown type', guestXml().replace(`type='qemu'`, `type='hal'`), 'VIR_ERR_XML_ERROR', /hal/],
    ['an unknown bus', guestXml().replace(`bus='ide'`, `bus='yellow'`), 'VIR_ERR_XML_ERROR', /yellow.*\(domain_definition\):\d+:\d+ \/domain\/devices\/disk/],
    ['an unknown device', guestXml().replace(`device='disk'`, `device='drum'`), 'VIR_ERR_XML_ERROR', /drum.*:\d+:\d+ \/domain\/devices\/disk/],
    ['a negative size', guestXml().replace('>64<', '>-1<'), 'VIR_ERR_XML_ERROR', /memory/],
    ['a size that overflows', guestXml().replace('>64<', '>18446744073709551616<'), 'VIR_ERR_OVERFLOW', /./],
    ['a size that overflows in its unit', guestXml().replace(`unit='MiB'>64`, `unit='EiB'>99999`), 'VIR_ERR_OVERFLOW', /./],
    ['a size that is no number', guestXml().replace('>64<', '>much<'), 'VIR_ERR_XML_ERROR', /memory/],
    ['no memory', guestXml().replace(/<memory.*<\/memory>/, ''), 'VIR_ERR_XML_ERROR', /memory/i],
    ['a UUID that is none', guestXml().replace(UUID.web, 'one'), 'VIR_ERR_INTERNAL_ERROR', /uuid/i],
    ['a guest type that nothing runs', guestXml().replace(`type='qemu'`, `type='xen'`), 'VIR_ERR_INVALID_ARG', /domaintype=xen/],
    ['a machine that nothing has', guestXml().replace(`machine='pc'`, `machine='mac'`), 'VIR_ERR_CONFIG_UNSUPPORTED', /mac/],
    ['an emulator that is not there', guestXml('web', { devices: '<emulator>/nowhere/qemu</emulator>' }), 'VIR_ERR_SYSTEM_ERROR', /'?\/nowhere\/qemu/],
  ];
  test.each(bad)('%s is refused with its place, and nothing is left', async (_, xml, code, words) => {
    const machine = new Machine();
    const connection = await openOn(machine);
    for (const call of [() => connection.defineXML(xml), () => connection.createXML(xml)]) {
      const error = await errorOf(call());
      expect([error.code, error.message]).toEqual([code, expect.stringMatching(words)]);
    }
    expect(await connection.listAllDomains()).toEqual([]);
    expect([machine.traces(), machine.running]).toEqual([[], []]);
  });

  test('100 MB are refused at once', async () => {
    const connection = await openOn(new Machine());
    const began = performance.now();
    const error = await errorOf(connection.defineXML(guestXml().replace('</domain>', `<!--${'x'.repeat(100 * 1024 * 1024)}--></domain>`)));
    expect(error.code).toBe('VIR_ERR_XML_DETAIL');
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('names', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['../web', 'VIR_ERR_XML_ERROR'],
    ['a/b', 'VIR_ERR_XML_ERROR'],
    ['/etc/passwd', 'VIR_ERR_XML_ERROR'],
    ['a\nb', 'VIR_ERR_XML_ERROR'],
    ['', 'VIR_ERR_NO_NAME'],
    ['   ', 'VIR_ERR_XML_ERROR'],
    ['n'.repeat(300), 'VIR_ERR_INVALID_ARG'],
    ['ü'.repeat(150), 'VIR_ERR_INVALID_ARG'],
  ];
  test.each(refused)('%j is refused', async (name, code) => {
    const machine = new Machine();
    const connection = await openOn(machine);
    expect((await errorOf(connection.defineXML(guestXml(name)))).code).toBe(code);
    expect((await errorOf(connection.createXML(guestXml(name)))).code).toBe(code);
    expect([machine.traces(), machine.running, await connection.listAllDomains()]).toEqual([[], [], []]);
    const domain = await connection.defineXML(guestXml());
    expect(['VIR_ERR_XML_ERROR', 'VIR_ERR_INVALID_ARG', 'VIR_ERR_NO_NAME']).toContain((await errorOf(domain.rename(name))).code);
    expect([domain.name, machine.traces()]).toEqual(['web', ['/etc/qemu/web.xml']]);
  });

  test.each(['.hidden', '..', '...', '-rf', 'web;reboot', '$(reboot)', '`reboot`', `it's "so"`, 'a,b=c', '%2e%2e', 'autostart', 'lock', 'probe',
    'ünïcödé', '机器', '🐧', 'e\u0301', 'n'.repeat(200), 'con\u202Etrol'])('%j stays in its folder and lives a whole life', async (name) => {
    const machine = new Machine();
    const connection = await openOn(machine);
    const escaped = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const domain = await connection.defineXML(guestXml(escaped));
    expect((await connection.lookupByName(name)).name).toBe(name);
    await domain.setAutostart(true);
    await domain.start();
    for (const path of Object.keys(machine.contents('/'))) expect(path).not.toMatch(/^\/(?!root|proc|sys|images|usr)/);
    expect(machine.traces().filter((path) => !/^\/(etc\/qemu\/(autostart\/)?[^/]+\.xml|run\/qemu\/[^/]+\.xml|lib\/qemu\/domain-1-[\w.@+:-]+\/[^/]+)$/.test(path))).toEqual([]);
    await domain.destroy();
    await connection.close();
    const again = await openOn(machine);
    const found = await again.lookupByName(name);
    expect(await found.autostart()).toBe(true);
    await found.undefine();
    expect(machine.traces()).toEqual([]);
  });
});

test('duplicate names and UUIDs', async () => {
  const machine = new Machine();
  const connection = await openOn(machine);
  await connection.defineXML(guestXml('web'));
  for (const xml of [guestXml('web', { uuid: UUID.db }), guestXml('db', { uuid: UUID.web })]) {
    expect(await errorOf(connection.defineXML(xml))).toMatchObject({ code: 'VIR_ERR_OPERATION_FAILED', message: expect.stringContaining(UUID.web) });
    expect((await errorOf(connection.createXML(xml))).code).toBe('VIR_ERR_OPERATION_FAILED');
  }
  expect(machine.traces()).toEqual(['/etc/qemu/web.xml']);
  // At the same time: one of them wins.
  const results = await Promise.allSettled([1, 2, 3].map((n) => connection.defineXML(guestXml('db', { uuid: `${n}4444444-4444-4444-8444-444444444444` }))));
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(machine.traces()).toEqual(['/etc/qemu/db.xml', '/etc/qemu/web.xml']);
});

test('undefined and defined at the same time, a guest is there or not', async () => {
  const machine = new Machine();
  const connection = await openOn(machine);
  const domain = await connection.defineXML(guestXml());
  await Promise.all([domain.undefine(), connection.defineXML(guestXml())]);
  expect((await connection.lookupByName('web')).uuid).toBe(UUID.web);
  expect(machine.traces()).toEqual(['/etc/qemu/web.xml']);
});

describe('starts that fail leave nothing', () => {
  async function failing(machine: Machine, xml = guestXml(), config = {}): Promise<{ code: string; message: string }> {
    const connection = await openOn(machine, config);
    const domain = await connection.defineXML(xml);
    const error = await errorOf(domain.start());
    expect(await domain.state()).toMatchObject({ state: 'shutoff' });
    expect([machine.traces(), machine.running]).toEqual([['/etc/qemu/web.xml'], []]);
    expect(await machine.list('/root/lib/qemu')).toEqual(['lock']);
    // Nothing is left of a guest that was never defined.
    await domain.undefine();
    expect((await errorOf(connection.createXML(xml))).code).toBe(error.code);
    expect([machine.traces(), machine.running, await connection.listAllDomains()]).toEqual([[], [], []]);
    return error;
  }

  test('a disk file that is not there', async () => {
    const error = await failing(new Machine(), guestXml('web', { disk: '/images/gone.img' }));
    expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', message: expect.stringContaining(`'/images/gone.img'`) });
  });

  test('QEMU dies at its start: its own words', async () => {
    const machine = new Machine();
    machine.habits = { diesAtStart: 'qemu-system-x86_64: -device bogus: No such device' };
    expect(await failing(machine)).toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR', message: expect.stringContaining('-device bogus: No such device') });
  });

  test('nobody greets', async () => {
    const machine = new Machine();
    machine.habits = { mute: true };
    expect(await failing(machine, guestXml(), { timeouts: { monitor: 20 } })).toMatchObject({ code: 'VIR_ERR_OPERATION_TIMEOUT' });
  });

  test('the monitor hangs in the middle', async () => {
    const machine = new Machine();
    machine.habits = { answers: { cont: () => undefined } };
    expect(await failing(machine, guestXml(), { timeouts: { monitor: 20 } })).toMatchObject({
      code: 'VIR_ERR_OPERATION_TIMEOUT',
      message: expect.stringContaining('cont'),
    });
  });
});

test('a guest that hangs can be destroyed', async () => {
  const machine = new Machine();
  const connection = await openOn(machine, { timeouts: { monitor: 20, stop: 20 } });
  const domain = await connection.defineXML(guestXml());
  machine.habits = { stubborn: true, answers: { stop: () => undefined } };
  await domain.start();
  expect((await errorOf(domain.suspend())).code).toBe('VIR_ERR_OPERATION_TIMEOUT');
  expect((await errorOf(domain.destroy({ graceful: true }))).code).toBe('VIR_ERR_OPERATION_FAILED');
  expect((await domain.state()).state).toBe('running');
  await domain.destroy();
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'destroyed' });
  expect([machine.traces(), machine.running]).toEqual([['/etc/qemu/web.xml'], []]);
});

test.each([{ timeouts: { monitor: 0 } }, { timeouts: { monitor: '1' } }, { timeouts: { bogus: 1 } }, { timeouts: 7 }])('bad settings: %j', async (config) => {
  expect((await errorOf(open(new Machine(), { config }))).code).toBe('VIR_ERR_INVALID_ARG');
});

describe('a disk that another guest uses', () => {
  test('is refused, also when both start at once', async () => {
    const machine = new Machine();
    const connection = await openOn(machine);
    const [web, db] = [await connection.defineXML(guestXml('web')), await connection.defineXML(guestXml('db'))];
    const results = await Promise.allSettled([web.start(), db.start()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(machine.running).toHaveLength(1);
    const off = (await web.isActive()) ? db : web;
    const error = await errorOf(off.start());
    expect(error).toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID', message: expect.stringContaining(`'/images/web.img' is in use by domain`) });
  });

  test('through a link as well', async () => {
    const machine = new Machine({ '/images/link.img': { link: 'web.img' } });
    const connection = await openOn(machine);
    await (await connection.defineXML(guestXml('web'))).start();
    const db = await connection.defineXML(guestXml('db', { disk: '/images/link.img' }));
    expect((await errorOf(db.start())).code).toBe('VIR_ERR_OPERATION_INVALID');
    await db.undefine();
    await (await connection.lookupByName('web')).destroy();
    await (await connection.defineXML(guestXml('db', { disk: '/images/link.img' }))).start();
    expect((await errorOf((await connection.lookupByName('web')).start())).code).toBe('VIR_ERR_OPERATION_INVALID');
  });
});

/** What a failure must leave as it was. */
function stateOf(machine: Machine): string {
  const files = Object.entries(machine.contents('/root/etc')).filter(([, content]) => content !== 'folder');
  return JSON.stringify([machine.traces(), files]);
}

describe('the disk of the state is in trouble', () => {
  const faults: readonly (readonly [ErrnoName, number])[] = [['ENOSPC', 28], ['EROFS', 30], ['EIO', 5]];
  test.each(faults)('%s at any operation of define, start, destroy, rename, undefine: one error, and the old state', async (errno, number) => {
    const writes = new Set<HostOperation['name']>(['writeFile', 'createFile', 'appendFile', 'makeFolder', 'symlink', 'rename', 'spawn']);
    const machine = new Machine();
    let left = Infinity;
    const host = new FaultyHost(machine, ({ name }) => (writes.has(name) && left-- <= 0 ? errno : undefined));
    const connection = await openOn(host);
    await (await connection.defineXML(guestXml('warm'))).undefine();
    const steps = {
      define: () => connection.defineXML(guestXml()),
      redefine: () => connection.defineXML(guestXml('web', { memory: 128 })),
      autostart: async () => (await connection.lookupByName('web')).setAutostart(true),
      rename: async () => (await connection.lookupByName('web')).rename('shop'),
      'rename back': async () => (await connection.lookupByName('shop')).rename('web'),
      start: async () => (await connection.lookupByName('web')).start(),
    };
    let failures = 0;
    for (const [step, action] of Object.entries(steps)) {
      const before = stateOf(machine);
      for (let after = 0; ; after += 1) {
        left = after;
        let error: unknown;
        try {
          await action();
        } catch (caught) {
          error = caught;
        }
        const used = after - left;
        left = Infinity;
        if (error === undefined) {
          if (used <= after) break;
          continue; // It went well without that write: a log, for instance.
        }
        failures += 1;
        expect([step, after, error]).toEqual([step, after, expect.objectContaining({ code: 'VIR_ERR_SYSTEM_ERROR', int1: number })]);
        expect([step, after, stateOf(machine)]).toEqual([step, after, before]);
        expect(machine.running).toEqual([]);
      }
    }
    expect(failures).toBeGreaterThan(8);
    const web = await connection.lookupByName('web');
    expect([await web.isActive(), await web.autostart()]).toEqual([true, true]);
  });

  test('a state folder that is read-only', async () => {
    const machine = new Machine();
    const readOnly = new FaultyHost(machine, ({ changes, name }) => (changes && name !== 'run' && name !== 'connect' ? 'EROFS' : undefined));
    const error = await errorOf(open(readOnly));
    expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', message: expect.stringContaining('/root/lib/qemu') });
    expect(machine.contents('/root')).toEqual({});
  });
});

test('a second process on the same folder is refused, with the pid of the first', async () => {
  const machine = new Machine();
  await openOn(machine);
  const other = new FaultyHost(machine, () => undefined); // another host object: what is shared within a process is not shared here
  expect(await errorOf(open(other))).toMatchObject({ code: 'VIR_ERR_RESOURCE_BUSY', message: expect.stringContaining(String(process.pid)) });
});

test.each(['qemu:///', 'qemu:///bogus', 'qemu:///embed', 'qemu:///embed?root=', 'qemu:///embed?root=relative'])('%s is refused', async (uri) => {
  expect(URI).not.toBe(uri);
  const { connect } = await import('@virtweave/core-api');
  const { default: driver } = await import('../src/index.ts');
  expect(['VIR_ERR_INTERNAL_ERROR', 'VIR_ERR_INVALID_ARG']).toContain((await errorOf(connect(uri, { drivers: [driver], host: new Machine() }))).code);
});
