import { afterEach, expect, test } from '@jest/globals';
import type { Connection } from '@virtweave/core-api';
import { CrashHost } from '@virtweave/core-testkit';
import { Machine } from './support/machine.ts';
import { guestXml, open } from './support/open.ts';

const connections: Connection[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
});

async function openOn(machine: Machine, config: Readonly<Record<string, unknown>> = {}): Promise<Connection> {
  const connection = await open(machine, { config });
  connections.push(connection);
  return connection;
}

/** A guest runs, and the process that started it is dead. */
async function orphaned(options: { transient?: boolean } = {}): Promise<Machine> {
  const machine = new Machine();
  const host = new CrashHost(machine);
  const connection = await open(host);
  if (options.transient === true) await connection.createXML(guestXml());
  else await (await connection.defineXML(guestXml())).start();
  host.die();
  machine.nextProcess();
  return machine;
}

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
};

test('a running guest is found again, and can be steered', async () => {
  const machine = await orphaned();
  const connection = await openOn(machine);
  const domain = await connection.lookupByName('web');
  expect([domain.id, await domain.state()]).toEqual([1, { state: 'running', reason: 'booted' }]);
  expect(await domain.xml()).toContain(`<source path='/dev/pts/7'/>`);
  await domain.suspend();
  await domain.resume();
  await domain.shutdown();
  await until(async () => !(await domain.isActive()));
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'shutdown' });
  expect(machine.traces()).toEqual(['/etc/qemu/web.xml']);
  await domain.start();
  expect(domain.id).toBe(2);
});

test('a transient guest is found again', async () => {
  const machine = await orphaned({ transient: true });
  const domain = await (await openOn(machine)).lookupByName('web');
  expect([await domain.isPersistent(), await domain.isActive()]).toEqual([false, true]);
});

test('what became of a guest while nobody watched', async () => {
  for (const [end, state] of [
    [(machine: Machine) => machine.qemu('web').end(), { state: 'shutoff', reason: 'crashed' }],
    [(machine: Machine) => machine.qemu('web').powerOff(), { state: 'shutoff', reason: 'shutdown' }],
    [(machine: Machine) => (machine.qemu('web').status = 'paused'), { state: 'paused', reason: 'unknown' }],
  ] as const) {
    const machine = await orphaned();
    end(machine);
    const domain = await (await openOn(machine)).lookupByName('web');
    expect(await domain.state()).toEqual(state);
    expect(machine.running.length).toBe(state.state === 'shutoff' ? 0 : 1);
    expect(machine.traces().length).toBe(state.state === 'shutoff' ? 1 : 4);
  }
});

test('a process of an earlier boot is another one, whatever its pid', async () => {
  const machine = await orphaned();
  const status = machine.contents()['/root/run/qemu/web.xml'] ?? '';
  machine.put('/root/run/qemu/web.xml', status.replace(/boot='[^']*'/, `boot='00000000-0000-4000-8000-00000000dead'`));
  const domain = await (await openOn(machine)).lookupByName('web');
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'crashed' });
  expect(machine.qemus.filter(({ probe }) => !probe).map(({ commands }) => commands.includes('quit'))).toEqual([false]);
});

test('a guest whose monitor does not answer is ended, and nobody waits for it for ever', async () => {
  const machine = new Machine();
  const host = new CrashHost(machine);
  await (await (await open(host)).defineXML(guestXml())).start();
  host.die();
  machine.nextProcess();
  const { socket } = machine.qemu('web');
  machine.serve(socket, () => {});
  const domain = await (await openOn(machine, { timeouts: { reconnect: 20 } })).lookupByName('web');
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'crashed' });
  expect([machine.running, machine.traces()]).toEqual([[], ['/etc/qemu/web.xml']]);
});

test('a status that cannot be read is set aside, and its process left alone', async () => {
  const machine = await orphaned();
  machine.put('/root/run/qemu/web.xml', '<domstatus');
  const connection = await openOn(machine);
  expect((await (await connection.lookupByName('web')).state()).state).toBe('shutoff');
  expect(machine.running).toHaveLength(1);
  expect(machine.traces()).toContain('/run/qemu/web.xml.damaged');
});

test('definitions that cannot be read, or have another name than their file, are set aside', async () => {
  const machine = new Machine({
    '/root/etc/qemu/broken.xml': '<domain',
    '/root/etc/qemu/other.xml': guestXml('web'),
    '/root/etc/qemu/nouuid.xml': guestXml('nouuid'),
    '/root/etc/qemu/good.xml': guestXml('good', { uuid: '33333333-3333-4333-8333-333333333333' }),
  });
  const connection = await openOn(machine);
  expect((await connection.listAllDomains()).map(({ name }) => name)).toEqual(['good']);
  expect(machine.traces()).toEqual(['broken', 'good', 'nouuid', 'other'].map((name) => `/etc/qemu/${name}.xml${name === 'good' ? '' : '.damaged'}`));
});

test('closing leaves guests running, and hears no more of them', async () => {
  const machine = new Machine();
  const first = await openOn(machine);
  await (await first.defineXML(guestXml())).start();
  await first.close();
  const second = await openOn(machine);
  const domain = await second.lookupByName('web');
  const ended: string[] = [];
  void (async () => {
    for await (const event of second.events()) if (event.kind === 'lifecycle') ended.push(`${event.event} ${event.detail}`);
  })();
  machine.qemu('web').end();
  await until(async () => !(await domain.isActive()));
  await domain.start();
  await until(() => ended.includes('started booted'));
  // Told once, and the status of the second life is not taken for the first one's.
  expect(ended).toEqual(['stopped crashed', 'resumed unpaused', 'started booted']);
  expect(machine.traces()).toContain('/run/qemu/web.xml');
});

test('closing waits for a start that is under way', async () => {
  const machine = new Machine();
  const connection = await openOn(machine);
  const domain = await connection.defineXML(guestXml());
  const start = domain.start();
  await Promise.allSettled([start, connection.close()]);
  expect(Object.keys(machine.contents('/root/lib/qemu/lock'))).toEqual(['/root/lib/qemu/lock/free']);
  const again = await openOn(machine);
  const found = await again.lookupByName('web');
  expect(machine.running).toHaveLength((await found.isActive()) ? 1 : 0);
});
