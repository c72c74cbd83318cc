import { describe, expect, test } from '@jest/globals';
import type { Connection, QemuEvent, SecretEvent } from '../src/index.ts';
import { defineDriver, connect } from '../src/index.ts';
import { EventHub } from '../src/driver-kit/index.ts';

const secret = { uuid: '00000000-0000-0000-0000-000000000001', usageType: 2, usageId: 'ceph' };
const domain = { name: 'd', uuid: secret.uuid, id: 1 };

interface Made {
  readonly connection: Connection;
  readonly hub: EventHub<SecretEvent>;
  readonly monitor: { tell?: (event: { event: string; seconds: bigint; micros: number; details: string | undefined }) => void };
  readonly log: unknown[];
  lose(reason: number): void;
}

async function open(): Promise<Made> {
  const hub = new EventHub<SecretEvent>(({ secret: { uuid } }) => uuid);
  const monitor: Made['monitor'] = {};
  const log: unknown[] = [];
  let close: ((reason: number) => void) | undefined;
  const driver = defineDriver({
    contract: 1,
    name: 'events',
    schemes: ['events'],
    provides: ['hypervisor', 'secret'],
    async open() {
      return {
        supportedFlags: { connectDomainQemuMonitorEventRegister: 3 },
        families: {
          hypervisor: {
            async connectDomainQemuMonitorEventRegister(ref, event, callback, flags) {
              log.push([ref, event, flags]);
              monitor.tell = (told) => callback({ domain, ...told });
              return 7;
            },
            connectDomainQemuMonitorEventDeregister: async (id) => void log.push(id),
            async connectRegisterCloseCallback(callback) {
              close = callback;
            },
            connectUnregisterCloseCallback: async () => void log.push('unregistered'),
          },
          secret: {
            connectSecretEventRegisterAny: async (ref, id, callback) =>
              hub.register(id === 0 ? 'lifecycle' : 'value-changed', ref?.uuid, callback),
            connectSecretEventDeregisterAny: async (id) => hub.deregister(id),
            secretLookupByUUID: async () => secret,
          },
        },
        async close() {},
      };
    },
  });
  return {
    connection: await connect('events:///', { drivers: [driver] }),
    hub,
    monitor,
    log,
    lose: (reason) => close?.(reason),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('events of the families', () => {
  test('have names for numbers and a handle, in the order in which they came', async () => {
    const { connection, hub } = await open();
    const stream = connection.events({ kinds: ['secret-lifecycle', 'secret-value-changed'] });
    await turn();
    hub.emit({ kind: 'lifecycle', secret, event: 0, detail: 0 });
    hub.emit({ kind: 'value-changed', secret });
    hub.emit({ kind: 'lifecycle', secret, event: 1, detail: 0 });
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { value } = await stream.next();
      seen.push([value.kind, value.event, value.secret.usageType]);
    }
    expect(seen).toEqual([
      ['secret-lifecycle', 'defined', 'ceph'],
      ['secret-value-changed', undefined, 'ceph'],
      ['secret-lifecycle', 'undefined', 'ceph'],
    ]);
    await stream.close();
    await turn();
    expect(hub.size).toBe(0);
    await connection.close();
  });

  test('of one object: only its own', async () => {
    const { connection, hub } = await open();
    const stream = (await connection.secretLookupByUUID(secret.uuid)).events();
    await turn();
    expect(hub.size).toBe(2);
    hub.emit({ kind: 'value-changed', secret: { ...secret, uuid: '00000000-0000-0000-0000-000000000002' } });
    hub.emit({ kind: 'value-changed', secret });
    expect((await stream.next()).value).toMatchObject({ kind: 'secret-value-changed', secret: { uuid: secret.uuid } });
    await connection.close();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('a family that the driver lacks ends the stream with VIR_ERR_NO_SUPPORT', async () => {
    const { connection } = await open();
    await expect(connection.events({ kinds: ['pool-lifecycle'] }).next()).rejects.toMatchObject({
      code: 'VIR_ERR_NO_SUPPORT',
    });
    await connection.close();
  });
});

describe('what QEMU tells', () => {
  test('comes as it is, with the time as a date', async () => {
    const { connection, monitor, log } = await open();
    const stream = connection.qemuMonitorEvents({ event: 'SHUT', regex: true });
    await turn();
    monitor.tell?.({ event: 'SHUTDOWN', seconds: 2n, micros: 500_000, details: '{}' });
    const { value } = (await stream.next()) as { value: QemuEvent };
    expect([log[0], value.event, { ...value.domain }.constructor]).toEqual([[undefined, 'SHUT', 1], 'SHUTDOWN', Object]);
    expect(value).toMatchObject({ time: new Date(2500), details: '{}' });
    await stream.close();
    await turn();
    expect(log[1]).toBe(7);
    await connection.close();
  });
});

describe('a connection that is lost', () => {
  test('says why', async () => {
    const { connection, lose, log } = await open();
    const lost = connection.disconnected();
    await turn();
    lose(2);
    expect(await lost).toBe('keepalive');
    await turn();
    expect(log).toEqual(['unregistered']);
    await connection.close();
  });

  test('closing it here is a reason, too, and an abort ends the waiting', async () => {
    const { connection } = await open();
    const controller = new AbortController();
    const [lost, aborted] = [connection.disconnected(), connection.disconnected({ signal: controller.signal })];
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    await connection.close();
    expect(await lost).toBe('client');
  });
});
