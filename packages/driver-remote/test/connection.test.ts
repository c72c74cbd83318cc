import { describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Connection, type ConnectOptions } from '@virtweave/core-api';
import { members } from '@virtweave/core-api/members';
import { connectEventConnectionClosed, connectDomainEventCallbackDeregisterAny, connectDomainEventCallbackRegisterAny, domainEventCallbackReboot } from '@virtweave/core-rpc/protocol/events';
import { connectGetHostname, connectRegisterCloseCallback, connectUnregisterCloseCallback } from '@virtweave/core-rpc/protocol/connect';
import { connectListAllDomains, domainScreenshot } from '@virtweave/core-rpc/protocol/domain';
import { procedures } from '@virtweave/core-rpc/protocol/programs';
import { memoryStream } from '@virtweave/core-rpc/testing';
import { VirtError } from '@virtweave/core-util/errors';
import driver from '../src/index.ts';
import { groups } from '../src/members/groups.generated.ts';
import { fakeDaemon, type FakeDaemon } from './fake-daemon.ts';

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };

const open = (daemon: FakeDaemon, options: ConnectOptions = {}, uri = 'test+unix:///default'): Promise<Connection> =>
  connect(uri, { drivers: [driver], host: daemon.host, ...options });

test('every member of the contract is there', () => {
  const there = Object.fromEntries(Object.entries(groups).map(([family, list]) => [family, list.flatMap((group) => group.members).sort()]));
  const wanted = Object.fromEntries(Object.entries(members).map(([family, table]) => [family, Object.keys(table).sort()]));
  expect(there).toEqual(wanted);
});

test('every member can be called; what the server lacks is missing support', async () => {
  const daemon = fakeDaemon();
  const connection = await open(daemon);
  for (const [family, table] of Object.entries(members)) {
    for (const [member, facts] of Object.entries(table)) {
      const callable = (connection.families as unknown as Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>)[family]?.[member];
      const args = Array.from({ length: facts.n }, () => undefined);
      // Whatever the guard says about missing arguments: nothing breaks.
      await callable?.(...args).catch((error: unknown) => expect(error).toBeInstanceOf(VirtError));
    }
  }
  await connection.close();
});

describe('opening', () => {
  test('the socket, the name and the flags are those of the URI', async () => {
    const daemon = fakeDaemon();
    await (await open(daemon)).close();
    await (await open(daemon, { readOnly: true }, 'test+unix:///default?socket=/x')).close();
    await (await open(daemon, {}, 'qemu+tcp://host/system')).close();
    expect(daemon.dialled).toEqual([{ path: '/var/run/libvirt/libvirt-sock' }, { path: '/x' }, { host: 'host', port: 16509 }]);
    expect(daemon.opened).toEqual([
      { name: 'test:///default', flags: 0 },
      { name: 'test:///default', flags: 1 },
      { name: 'qemu:///system', flags: 0 },
    ]);
  });

  test('what the server refuses is its error', async () => {
    const daemon = fakeDaemon();
    const { connectOpen } = await import('@virtweave/core-rpc/protocol/connect');
    daemon.server.handle(connectOpen, () => {
      throw new VirtError('VIR_ERR_NO_CONNECT', 'could not connect to vbox:///');
    });
    await expect(open(daemon)).rejects.toMatchObject({ code: 'VIR_ERR_NO_CONNECT' });
  });

  test('an abort ends it', async () => {
    const daemon = fakeDaemon();
    const { authList } = await import('@virtweave/core-rpc/protocol/connect');
    daemon.server.handle(authList, () => new Promise(() => {}));
    const controller = new AbortController();
    const opening = open(daemon, { signal: controller.signal });
    await delay(5);
    controller.abort();
    await expect(opening).rejects.toBe(controller.signal.reason);
  });

  test('settings that there are none of are refused', async () => {
    await expect(open(fakeDaemon(), { config: { reconect: true } })).rejects.toThrow('config.reconect');
    await expect(open(fakeDaemon(), { config: { keepAlive: { interval: -1 } } })).rejects.toThrow('config.keepAlive.interval');
  });
});

describe('calls', () => {
  test('references go over as they are, and come back', async () => {
    const daemon = fakeDaemon();
    daemon.server.handle(connectListAllDomains, () => ({ domains: [dom], ret: 1 }));
    const connection = await open(daemon);
    expect(await connection.families.hypervisor.connectListAllDomains(0)).toEqual([dom]);
    await connection.close();
  });

  test('an older server lacks support, rather than speaking wrongly', async () => {
    const connection = await open(fakeDaemon());
    await expect(connection.families.hypervisor.connectGetHostname()).rejects.toMatchObject({
      code: 'VIR_ERR_NO_SUPPORT',
      detail: 'connect_get_hostname: the server does not know it (unknown procedure: 59)',
    });
    await connection.close();
  });

  test('what needs a passed descriptor says so', async () => {
    const connection = await open(fakeDaemon());
    await expect(connection.families.hypervisor.domainOpenGraphicsFD(dom, 0, 0)).rejects.toThrow('passes file descriptors');
    await connection.close();
  });

  test('the URI is the one that was opened', async () => {
    const connection = await open(fakeDaemon());
    expect(await connection.families.hypervisor.connectGetURI()).toBe('test+unix:///default');
    await connection.close();
  });

  test('screenshots are streams', async () => {
    const daemon = fakeDaemon();
    daemon.server.handle(domainScreenshot, (_, call) => {
      call.openStream(memoryStream([Buffer.from('picture')]));
      return { mime: 'image/png' };
    });
    const connection = await open(daemon);
    const { mime, stream } = await connection.families.hypervisor.domainScreenshot(dom, 0, 0);
    expect(mime).toBe('image/png');
    expect(Buffer.from((await stream.receive(100)) as Uint8Array).toString()).toBe('picture');
    await stream.finish();
    await connection.close();
  });
});

describe('events', () => {
  function withEvents(): { daemon: FakeDaemon; registered: number[]; gone: number[] } {
    const daemon = fakeDaemon();
    const registered: number[] = [];
    const gone: number[] = [];
    daemon.server
      .handle(connectDomainEventCallbackRegisterAny, ({ eventID }) => {
        registered.push(eventID);
        return { callbackID: 100 + registered.length };
      })
      .handle(connectDomainEventCallbackDeregisterAny, ({ callbackID }) => void gone.push(callbackID));
    return { daemon, registered, gone };
  }

  test('reach whom they are for, and nobody after they left', async () => {
    const { daemon, registered, gone } = withEvents();
    const connection = await open(daemon);
    const { hypervisor } = connection.families;
    const heard: string[] = [];
    const first = await hypervisor.connectDomainEventRegisterAny(undefined, 1, () => heard.push('first'));
    await hypervisor.connectDomainEventRegisterAny(dom, 1, () => heard.push('second'));
    // Servers refuse what is registered already: this one shares the first's.
    const third = await hypervisor.connectDomainEventRegisterAny(undefined, 1, () => heard.push('third'));
    expect(registered).toEqual([1, 1]);
    daemon.server.emit(domainEventCallbackReboot, { callbackID: 101, msg: { dom } });
    daemon.server.emit(domainEventCallbackReboot, { callbackID: 102, msg: { dom } });
    daemon.server.emit(domainEventCallbackReboot, { callbackID: 999, msg: { dom } });
    await delay(5);
    expect(heard).toEqual(['first', 'third', 'second']);
    await hypervisor.connectDomainEventDeregisterAny(first);
    expect(gone).toEqual([]);
    await hypervisor.connectDomainEventDeregisterAny(third);
    daemon.server.emit(domainEventCallbackReboot, { callbackID: 101, msg: { dom } });
    await delay(5);
    expect(heard).toEqual(['first', 'third', 'second']);
    expect(gone).toEqual([101]);
    await expect(hypervisor.connectDomainEventDeregisterAny(first)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    await connection.close();
  });

  test('who subscribes and then does something hears of it: calls go out in their order', async () => {
    const { daemon } = withEvents();
    // A libvirtd works on several calls at a time: what is called next must wait until the subscription is there.
    let subscribed = 0;
    daemon.server.handle(connectDomainEventCallbackRegisterAny, async () => {
      await delay(10);
      return { callbackID: (subscribed += 1) };
    });
    let before = 0;
    daemon.server.handle(connectGetHostname, () => {
      before = subscribed;
      return { hostname: 'box' };
    });
    const connection = await open(daemon);
    await using events = connection.events({ kinds: ['reboot', 'watchdog'] });
    await connection.families.hypervisor.connectGetHostname();
    expect(before).toBe(2);
    const register = 'connect_domain_event_callback_register_any';
    expect(daemon.server.calls.slice(3)).toEqual([register, register, 'connect_get_hostname']);
    void events;
    await connection.close();
  });

  test('an abort while registering takes back what the server does after all', async () => {
    const { daemon, gone } = withEvents();
    let answer = (): void => {};
    daemon.server.handle(connectDomainEventCallbackRegisterAny, () => new Promise((resolve) => (answer = () => resolve({ callbackID: 5 }))));
    const connection = await open(daemon);
    const controller = new AbortController();
    const adding = connection.families.hypervisor.connectDomainEventRegisterAny(undefined, 1, () => {}, { signal: controller.signal });
    await delay(20);
    controller.abort();
    await expect(adding).rejects.toBe(controller.signal.reason);
    answer();
    await delay(10);
    expect(gone).toEqual([5]);
    await connection.close();
  });

  test('a broken connection is made anew on request: listeners hear of the gap, and then go on', async () => {
    const { daemon, registered } = withEvents();
    daemon.server.handle(connectGetHostname, () => ({ hostname: 'box' }));
    const connection = await open(daemon, { config: { reconnect: { attempts: 5, delay: 1 } } });
    await using events = connection.events({ kinds: ['reboot'] });
    await delay(10);
    expect(registered).toEqual([1]);
    daemon.cut();
    await delay(2);
    expect(await connection.families.hypervisor.connectGetHostname()).toBe('box');
    expect(await events.next()).toEqual({ done: false, value: { kind: 'gap', lost: 0 } });
    expect(registered).toEqual([1, 1]);
    daemon.server.emit(domainEventCallbackReboot, { callbackID: 102, msg: { dom } });
    expect((await events.next()).value).toMatchObject({ kind: 'reboot' });
    await connection.close();
  });
});

describe('the end', () => {
  function withCloseCallback(): FakeDaemon {
    const daemon = fakeDaemon();
    daemon.server.handle(connectRegisterCloseCallback, () => undefined).handle(connectUnregisterCloseCallback, () => undefined);
    return daemon;
  }

  test('is told once, with its reason; calls say why', async () => {
    const daemon = withCloseCallback();
    const connection = await open(daemon);
    const reasons: number[] = [];
    await connection.families.hypervisor.connectRegisterCloseCallback((reason) => reasons.push(reason));
    daemon.cut();
    await delay(5);
    expect(reasons).toEqual([1]);
    expect(await connection.families.hypervisor.connectIsAlive()).toBe(false);
    await expect(connection.families.hypervisor.connectGetHostname()).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    await connection.close();
  });

  test('of the daemon’s own connection is told too', async () => {
    const daemon = withCloseCallback();
    const connection = await open(daemon);
    const reasons: number[] = [];
    await connection.families.hypervisor.connectRegisterCloseCallback((reason) => reasons.push(reason));
    daemon.server.emit(connectEventConnectionClosed, { reason: 0 });
    await delay(5);
    expect(reasons).toEqual([0]);
    await connection.close();
  });

  test('comes when making it anew fails too', async () => {
    const daemon = withCloseCallback();
    const connection = await open(daemon, { config: { reconnect: { attempts: 2, delay: 1 } } });
    const reasons: number[] = [];
    await connection.families.hypervisor.connectRegisterCloseCallback((reason) => reasons.push(reason));
    daemon.down = true;
    daemon.cut();
    await delay(2);
    await expect(connection.families.hypervisor.connectGetHostname()).rejects.toMatchObject({ code: 'VIR_ERR_NO_CONNECT' });
    expect(reasons).toEqual([1]);
    await connection.close();
  });

  test('closing while it is made anew waits for nobody', async () => {
    const daemon = fakeDaemon();
    const connection = await open(daemon, { config: { reconnect: { attempts: 100, delay: 10_000 } } });
    daemon.cut();
    await delay(2);
    const call = connection.families.hypervisor.connectGetHostname();
    await connection.close();
    await expect(call).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_CONN' });
  });
});

test('members and procedures belong together: each number is that of the table', async () => {
  const known = new Set(Object.values(procedures).flatMap((list) => list.map(({ program, number }) => `${program} ${number}`)));
  const programOf = { qemu: 0x20008087, lxc: 0x68000 } as const;
  for (const table of Object.values(members))
    for (const { p, program } of Object.values(table))
      if (p !== undefined) expect(known).toContain(`${program === undefined ? 0x20008086 : programOf[program]} ${p}`);
});
