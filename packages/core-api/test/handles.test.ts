import { describe, expect, test } from '@jest/globals';
import { connect, isVirtError, type Connection } from '../src/index.ts';
import { fixture, uuid, type Fixture } from './fixtures/driver.ts';

async function open(made: Fixture = fixture()): Promise<{ connection: Connection; made: Fixture }> {
  return { made, connection: await connect('fixture:///', { drivers: [made.driver] }) };
}

describe('Connection', () => {
  test('lists and looks up domains', async () => {
    const { connection } = await open();
    expect((await connection.listAllDomains()).map((d) => [d.name, d.id])).toEqual([
      ['one', 1],
      ['two', -1],
    ]);
    expect((await connection.lookupByUUID(uuid(2))).name).toBe('two');
    expect((await connection.lookupByID(1)).name).toBe('one');
    await expect(connection.lookupByName('three')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN', domain: 'VIR_FROM_TEST' });
    await connection.close();
  });

  test('filters become flags', async () => {
    const { connection, made } = await open(fixture({}, { supportedFlags: 'any' }));
    await connection.listAllDomains({ inactive: true, noCheckpoints: true, flags: 2 ** 31 });
    expect(made.seen[0]?.args).toEqual([2 + 32768 + 2 ** 31]);
  });

  test('flags by number are 32 bits, none of which is lost', async () => {
    const { connection, made } = await open(fixture({}, { supportedFlags: 'any' }));
    const domain = await connection.lookupByName('one');
    for (const flags of [2 ** 32, 2 ** 53, -1, 1 << 31, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      const refused = { code: 'VIR_ERR_INVALID_ARG', message: expect.stringContaining(`not ${flags}`) };
      await expect(connection.listAllDomains({ flags })).rejects.toMatchObject(refused);
      await expect(domain.xml({ flags })).rejects.toMatchObject(refused);
      await expect(domain.stats(0, { flags })).rejects.toMatchObject(refused);
    }
    await domain.xml({ secure: true, flags: 2 ** 31 });
    await domain.xml({ flags: 2 ** 32 - 1 });
    await domain.stats(0, { flags: 2 ** 31 });
    expect(made.seen.slice(1).map(({ args }) => args.at(-1))).toEqual([2 ** 31 + 1, 2 ** 32 - 1, 2 ** 31]);
  });

  test('closes once; a later call fails', async () => {
    const { connection, made } = await open();
    const domain = await connection.lookupByName('one');
    await Promise.all([connection.close(), connection.close(), connection[Symbol.asyncDispose]()]);
    expect([made.closed, connection.closed]).toEqual([1, true]);
    await expect(domain.info()).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_CONN' });
  });

  test('the URI is answered even by a driver that does not know it', async () => {
    const { connection } = await open();
    expect(await connection.canonicalUri()).toBe('fixture:///');
  });
});

describe('Domain', () => {
  test('start and destroy keep the id', async () => {
    const { connection, made } = await open();
    const domain = await connection.lookupByName('two');
    await domain.start({ paused: true });
    expect([domain.id, made.seen.at(-1)?.args[1]]).toEqual([7, 1]);
    await domain.destroy();
    expect(domain.id).toBe(-1);
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'destroyed' });
  });

  test('sizes are numbers up to 2^53-1, counters bigint', async () => {
    const { connection, made } = await open();
    const domain = await connection.lookupByName('one');
    expect(await domain.info()).toEqual({
      state: 'shutoff',
      maxMemory: Number.MAX_SAFE_INTEGER,
      memory: 2 ** 31,
      vcpus: 2,
      cpuTime: 18446744073709551615n,
    });
    await expect(domain.maxMemory()).rejects.toMatchObject({
      code: 'VIR_ERR_OVERFLOW',
      message: expect.stringContaining('9007199254740992'),
    });
    await expect(domain.setMemory(2 ** 53)).rejects.toMatchObject({ code: 'VIR_ERR_OVERFLOW' });
    await expect(domain.setMemory(1.5)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    await expect(domain.setMemory(2n ** 64n)).rejects.toMatchObject({ code: 'VIR_ERR_OVERFLOW' });
    await domain.setMemory(2n ** 64n - 1n);
    await domain.setMemory(2 ** 53 - 1);
    expect(made.seen.slice(-2).map((s) => s.args[1])).toEqual([2n ** 64n - 1n, 2n ** 53n - 1n]);
    expect({ ...(await domain.stats()) }).toEqual({ 'cpu.time': 18446744073709551615n, mask: 2147483648 });
  });

  test('maps of processors are lists of numbers', async () => {
    const made = fixture({
      domainGetVcpus: async () => [{ number: 0, state: 1, cpuTime: 2n ** 63n, cpu: -1, cpumap: Uint8Array.of(5, 0x80) }],
      domainPinVcpuFlags: async () => {},
    });
    const { connection } = await open(made);
    const domain = await connection.lookupByName('one');
    expect(await domain.vcpuInfo()).toEqual([
      { number: 0, state: 'running', cpuTime: 2n ** 63n, cpu: undefined, affinity: [0, 2, 15] },
    ]);
    await domain.pinVcpu(1, [0, 9]);
    expect(made.seen.at(-1)?.args.slice(1)).toEqual([1, Uint8Array.of(1, 2), 0]);
    await expect(domain.pinVcpu(1, [-1])).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
  });

  test('saving takes the id away, restoring names file and document', async () => {
    const made = fixture({ domainSaveParams: async () => {}, domainRestoreParams: async () => {} });
    const { connection } = await open(made);
    const domain = await connection.lookupByName('one');
    await domain.save('/tmp/x');
    expect([domain.id, domain.connection]).toEqual([-1, connection]);
    await connection.restore('/tmp/x', { xml: '<domain/>' });
    expect(made.seen.at(-1)?.args[0]).toEqual([
      { name: 'file', type: 'string', value: '/tmp/x' },
      { name: 'dxml', type: 'string', value: '<domain/>' },
    ]);
  });

  test('absent metadata is undefined', async () => {
    const { connection } = await open();
    expect(await (await connection.lookupByName('one')).title()).toBeUndefined();
  });

  test('a screenshot is read to its end', async () => {
    const { connection } = await open();
    const { mime, data } = await (await connection.lookupByName('one')).screenshot();
    expect([mime, data.length, data.every((b) => b === 7)]).toEqual(['image/png', 200_000, true]);
  });

  test('a console is a duplex, and ends with the connection', async () => {
    const { connection } = await open();
    const console = await (await connection.lookupByName('one')).openConsole();
    console.write('hello');
    const first = await new Promise<Buffer>((resolve) => console.once('data', resolve));
    expect(first.toString()).toBe('hello');
    const again = await (await connection.lookupByName('one')).openConsole();
    const closed = new Promise((resolve) => again.once('close', resolve));
    await connection.close();
    await closed;
    expect(again.destroyed).toBe(true);
    await console[Symbol.asyncDispose]();
  });
});

describe('abort', () => {
  test('an aborted signal rejects with its reason before the driver is asked', async () => {
    const { connection, made } = await open();
    const reason = new Error('enough');
    await expect(connection.listAllDomains({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(made.seen).toEqual([]);
    await expect(connect('fixture:///', { drivers: [made.driver], signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('the driver gets the signal, and its AbortError becomes the reason', async () => {
    const made = fixture({
      domainReboot: (_ref, _flags, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    });
    const { connection } = await open(made);
    const domain = await connection.lookupByName('one');
    const controller = new AbortController();
    const rebooting = domain.reboot({ signal: controller.signal });
    controller.abort();
    await expect(rebooting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(rebooting.catch((e: unknown) => isVirtError(e))).resolves.toBe(false);
  });
});

test("the stack shows the user's own frame, awaited or not", async () => {
  const { connection } = await open();
  const domain = await connection.lookupByName('two');
  async function userFunction(): Promise<void> {
    await domain.destroy();
  }
  const error = await userFunction().catch((e: Error) => e);
  expect((error as Error).stack).toContain('userFunction');
  function notAwaiting(): Promise<void> {
    return domain.destroy();
  }
  const second = await notAwaiting().catch((e: Error) => e);
  expect((second as Error).stack).toContain('notAwaiting');
  function connecting(): Promise<Connection> {
    return connect('absent:///');
  }
  expect(((await connecting().catch((e: Error) => e)) as Error).stack).toContain('connecting');
});
