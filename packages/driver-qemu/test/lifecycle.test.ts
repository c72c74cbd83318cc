import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connection, ConnectionEvent, Domain, GapEvent } from '@virtweave/core-api';
import { Machine } from './support/machine.ts';
import { guestXml, open, UUID } from './support/open.ts';

const connections: Connection[] = [];

async function openOn(machine: Machine): Promise<Connection> {
  const connection = await open(machine);
  connections.push(connection);
  return connection;
}

afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
});

/** Records what happens to guests, in words. */
function record(connection: Connection): { readonly events: string[]; until(event: string): Promise<void> } {
  const events: string[] = [];
  let changed = (): void => {};
  void (async () => {
    for await (const event of connection.events()) {
      events.push(words(event));
      changed();
    }
  })();
  return {
    events,
    async until(event) {
      while (!events.includes(event)) await new Promise<void>((resolve) => (changed = resolve));
    },
  };
}

function words(event: ConnectionEvent | GapEvent): string {
  if (event.kind === 'gap') return 'gap';
  return event.kind === 'lifecycle' ? `${event.domain.name} ${event.event} ${event.detail}` : `${event.domain.name} ${event.kind}`;
}

async function running(machine: Machine): Promise<{ connection: Connection; domain: Domain; seen: ReturnType<typeof record> }> {
  const connection = await openOn(machine);
  const domain = await connection.defineXML(guestXml());
  const seen = record(connection);
  await domain.start();
  return { connection, domain, seen };
}

test('define, start, destroy, undefine: state, files and processes', async () => {
  const machine = new Machine();
  const connection = await openOn(machine);
  const seen = record(connection);
  const domain = await connection.defineXML(guestXml());
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'unknown' });
  expect(machine.traces()).toEqual(['/etc/qemu/web.xml']);

  await domain.start();
  expect(await domain.state()).toEqual({ state: 'running', reason: 'booted' });
  expect(domain.id).toBe(1);
  expect((await connection.lookupByID(1)).name).toBe('web');
  expect(machine.traces()).toEqual([
    '/etc/qemu/web.xml',
    '/lib/qemu/domain-1-web/master-key.aes',
    '/lib/qemu/domain-1-web/monitor.sock',
    '/run/qemu/web.xml',
  ]);
  const status = machine.contents('/root/run')['/root/run/qemu/web.xml'] ?? '';
  expect(status).toMatch(/^<domstatus state='running' reason='booted' pid='\d+'>\n {2}<process boot='[\da-f-]+' startTime='\d+'/);

  await domain.destroy();
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'destroyed' });
  expect([domain.id, machine.running]).toEqual([-1, []]);
  expect(machine.traces()).toEqual(['/etc/qemu/web.xml']);

  await domain.undefine();
  expect(machine.traces()).toEqual([]);
  await expect(connection.lookupByName('web')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  await seen.until('web undefined removed');
  expect(seen.events).toEqual([
    'web defined added',
    'web resumed unpaused',
    'web started booted',
    'web stopped destroyed',
    'web undefined removed',
  ]);
});

test('a guest that is started paused waits', async () => {
  const machine = new Machine();
  const connection = await openOn(machine);
  const domain = await connection.defineXML(guestXml());
  await domain.start({ paused: true });
  expect(await domain.state()).toEqual({ state: 'paused', reason: 'user' });
  expect(machine.qemu('web').status).toBe('prelaunch');
  await domain.resume();
  expect(await domain.state()).toEqual({ state: 'running', reason: 'unpaused' });
});

test('a transient guest is gone when it ends', async () => {
  const machine = new Machine();
  const connection = await openOn(machine);
  const domain = await connection.createXML(guestXml());
  expect(await domain.isPersistent()).toBe(false);
  expect(machine.traces().some((path) => path.startsWith('/etc'))).toBe(false);
  await domain.destroy();
  expect(await connection.listAllDomains()).toEqual([]);
  expect(machine.traces()).toEqual([]);
});

test('suspend and resume, each told once', async () => {
  const machine = new Machine();
  const { domain, seen } = await running(machine);
  await domain.suspend();
  expect(await domain.state()).toEqual({ state: 'paused', reason: 'user' });
  await domain.suspend();
  await domain.resume();
  await expect(domain.resume()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
  expect(await domain.state()).toEqual({ state: 'running', reason: 'unpaused' });
  await seen.until('web resumed unpaused');
  expect(seen.events.filter((event) => /suspended|resumed/.test(event))).toEqual([
    'web resumed unpaused',
    'web suspended paused',
    'web resumed unpaused',
  ]);
});

describe('why a guest is off', () => {
  const ends: readonly (readonly [string, string, (machine: Machine, domain: Domain) => unknown])[] = [
    ['it was shut down', 'shutdown', (_, domain) => domain.shutdown()],
    ['it powered off by itself', 'shutdown', (machine) => machine.qemu('web').powerOff()],
    ['it was destroyed', 'destroyed', (_, domain) => domain.destroy()],
    ['QEMU was killed', 'crashed', (machine) => machine.qemu('web').end(null, 'SIGKILL')],
    ['QEMU ended by itself with an error', 'crashed', (machine) => machine.qemu('web').end(1, null)],
    ['somebody sent it a SIGTERM', 'destroyed', (machine) => machine.qemu('web').signal('SIGTERM')],
    ['the guest panicked', 'crashed', (machine) => machine.qemu('web').event('GUEST_PANICKED', { action: 'pause' })],
  ];
  test.each(ends)('%s: %s', async (_, reason, end) => {
    const machine = new Machine();
    const { domain, seen } = await running(machine);
    await end(machine, domain);
    await seen.until(`web stopped ${reason}`);
    expect(await domain.state()).toEqual({ state: 'shutoff', reason });
    expect(machine.running).toEqual([]);
    expect(machine.traces()).toEqual(['/etc/qemu/web.xml']);
    expect(seen.events.filter((event) => event.startsWith('web stopped'))).toHaveLength(1);
  });
});

test('a guest that powers off before its start is told does not run for ever', async () => {
  const machine = new Machine();
  machine.habits = {
    answers: {
      cont: () => {
        const qemu = machine.qemu('web');
        qemu.status = 'running';
        qemu.event('RESUME');
        qemu.powerOff();
        return {};
      },
    },
  };
  const { domain, seen } = await running(machine);
  await seen.until('web stopped shutdown');
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'shutdown' });
  expect(machine.running).toEqual([]);
});

test('a guest that is rebooted goes on', async () => {
  const machine = new Machine();
  const { domain, seen } = await running(machine);
  await domain.reboot();
  await seen.until('web reboot');
  expect(seen.events.filter((event) => /suspended|stopped/.test(event))).toEqual([]);
  expect(machine.qemu('web').commands.slice(-2)).toEqual(['system_reset', 'cont']);
  expect((await domain.state()).state).toBe('running');
  expect(machine.running).toHaveLength(1);
});

test('a guest that does not listen to its power button goes on', async () => {
  const machine = new Machine();
  machine.habits = { onPowerButton: 'nothing' };
  const { domain } = await running(machine);
  await domain.shutdown();
  expect((await domain.state()).state).toBe('running');
});

test('undefined while it runs, a guest lives on until it ends', async () => {
  const machine = new Machine();
  const { connection, domain, seen } = await running(machine);
  await domain.undefine();
  expect([await domain.isPersistent(), await domain.isActive()]).toEqual([false, true]);
  machine.qemu('web').powerOff();
  await seen.until('web stopped shutdown');
  expect(await connection.listAllDomains()).toEqual([]);
  expect(machine.traces()).toEqual([]);
});

test('numbers are not used twice', async () => {
  const machine = new Machine();
  const { domain } = await running(machine);
  await domain.destroy();
  await domain.start();
  expect(domain.id).toBe(2);
});

test('two connections of a process share their guests', async () => {
  const machine = new Machine();
  const { connection, domain } = await running(machine);
  const second = await openOn(machine);
  expect((await second.lookupByName('web')).uuid).toBe(UUID.web);
  await connection.close();
  await (await second.lookupByName('web')).destroy();
  expect(machine.running).toEqual([]);
  await expect(domain.state()).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_CONN' });
});
