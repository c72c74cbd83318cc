import { describe, expect, test } from '@jest/globals';
import { QmpClient, qmpErrorClass } from '../../src/qmp/index.ts';
import { FakeQmp, FakeRefusal } from '../fake-qmp.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function rejection(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => Promise.reject(new Error('it did not reject')),
    (error: unknown) => error as Error & { code?: string },
  );
}

describe('QmpClient', () => {
  test('greets, negotiates, carries out commands', async () => {
    const fake = new FakeQmp().on('query-status', () => ({ status: 'running', running: true }));
    const client = await QmpClient.open(fake.stream);
    expect(client.greeting).toEqual({
      version: { qemu: { micro: 0, minor: 0, major: 10 }, package: '' },
      capabilities: ['oob'],
    });
    expect((await client.execute('query-status')).status).toBe('running');
    await rejection(client.execute('device_del', { id: 'net0' }));
    expect(fake.received.map((command) => [command.execute, command.arguments])).toEqual([
      ['qmp_capabilities', undefined],
      ['query-status', undefined],
      ['device_del', { id: 'net0' }],
    ]);
    client.close();
    await expect(client.closed).resolves.toBeUndefined();
  });

  test('answers find their callers when they come in another order', async () => {
    let release = (): void => {};
    const fake = new FakeQmp()
      .on('slow', () => new Promise((resolve) => (release = () => resolve('slow'))))
      .on('fast', () => 'fast');
    const client = await QmpClient.open(fake.stream);
    const slow = client.execute('slow');
    await expect(client.execute('fast')).resolves.toBe('fast');
    release();
    await expect(slow).resolves.toBe('slow');
  });

  test('a refusal has the words of libvirt and the class of QEMU', async () => {
    const fake = new FakeQmp().on('device_del', () => {
      throw new FakeRefusal("Device 'x' not found", 'DeviceNotFound');
    });
    const client = await QmpClient.open(fake.stream);
    const error = await rejection(client.execute('device_del', { id: 'x' }));
    expect(error.message).toBe("internal error: unable to execute QEMU command 'device_del': Device 'x' not found");
    expect(error.code).toBe('VIR_ERR_INTERNAL_ERROR');
    expect(qmpErrorClass(error)).toBe('DeviceNotFound');
    expect(qmpErrorClass(await rejection(client.execute('nonsense')))).toBe('CommandNotFound');
    expect(qmpErrorClass(new Error('x'))).toBeUndefined();
  });

  test('64-bit integers come and go exactly', async () => {
    const fake = new FakeQmp().on('echo', (command) => command.arguments ?? {});
    const client = await QmpClient.open(fake.stream);
    await expect(client.execute('echo', { n: 18446744073709551615n })).resolves.toEqual({ n: 18446744073709551615n });
  });

  test('events come in order with the replies, to listeners and loops, and stop at once', async () => {
    const fake = new FakeQmp().on('stop', () => {
      fake.event('STOP');
      return {};
    });
    const client = await QmpClient.open(fake.stream);
    const seen: string[] = [];
    const offFirst = client.onEvent(({ event }) => {
      seen.push(`first ${event}`);
      offSecond();
    });
    const offSecond = client.onEvent(({ event }) => seen.push(`second ${event}`));
    const loop = client.events();
    await client.execute('stop').then(() => seen.push('reply'));
    expect(seen).toEqual(['first STOP', 'reply']);
    offFirst();
    fake.event('RESUME', { reason: 'x' });
    fake.hangUp();
    const looped: unknown[] = [];
    for await (const { event, data } of loop) looped.push([event, data]);
    expect(looped).toEqual([
      ['STOP', {}],
      ['RESUME', { reason: 'x' }],
    ]);
    expect(seen).toEqual(['first STOP', 'reply']);
  });

  test('a loop that does not read gets an error, the replies still come', async () => {
    const fake = new FakeQmp().on('x', () => 1);
    const client = await QmpClient.open(fake.stream);
    const loop = client.events();
    for (let i = 0; i < 10_001; i++) fake.event('E');
    await expect(client.execute('x')).resolves.toBe(1);
    let read = 0;
    const error = await rejection(
      (async () => {
        for await (const _ of loop) read++;
      })(),
    );
    expect([read, error.code]).toEqual([10_000, 'VIR_ERR_OVERFLOW']);
  });

  test('an aborted loop throws the reason', async () => {
    const client = await QmpClient.open(new FakeQmp().stream);
    const controller = new AbortController();
    const next = client.events({ signal: controller.signal }).next();
    controller.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
  });

  test('a hung monitor: the error says what hangs, a late answer disturbs nobody', async () => {
    let answer = (): void => {};
    const fake = new FakeQmp()
      .on('hangs', () => new Promise((resolve) => (answer = () => resolve('late'))))
      .on('x', () => 1);
    const client = await QmpClient.open(fake.stream, { label: "of domain 'web'", timeout: 20 });
    const error = await rejection(client.execute('hangs'));
    expect(error.code).toBe('VIR_ERR_OPERATION_TIMEOUT');
    expect(error.message).toContain("QEMU monitor of domain 'web' did not answer command 'hangs' within 0.02 seconds");
    answer();
    await tick();
    await expect(client.execute('x')).resolves.toBe(1);
  });

  test('nobody greets', async () => {
    const fake = new FakeQmp({ greet: false });
    const error = await rejection(QmpClient.open(fake.stream, { timeout: 20 }));
    expect(error.code).toBe('VIR_ERR_OPERATION_TIMEOUT');
    expect(fake.stream.destroyed).toBe(true);
  });

  test('abort rejects with the reason, before and while a command runs', async () => {
    const fake = new FakeQmp().on('hangs', () => undefined);
    const client = await QmpClient.open(fake.stream);
    await expect(client.execute('hangs', {}, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow(
      'before',
    );
    const controller = new AbortController();
    const running = client.execute('hangs', {}, { signal: controller.signal });
    controller.abort(new Error('while'));
    await expect(running).rejects.toThrow('while');
    expect(fake.received.filter((command) => command.execute === 'hangs')).toHaveLength(1);
  });

  test('the end of the socket is one clean end', async () => {
    const fake = new FakeQmp().on('hangs', () => undefined);
    const client = await QmpClient.open(fake.stream);
    const pending = [rejection(client.execute('hangs')), rejection(client.execute('hangs'))];
    fake.hangUp();
    for (const error of await Promise.all(pending)) {
      expect(error.message).toBe('internal error: End of file from qemu monitor');
    }
    expect((await client.closed)?.message).toBe('internal error: End of file from qemu monitor');
    expect(client.isOpen).toBe(false);
    expect((await rejection(client.execute('x'))).message).toBe('internal error: End of file from qemu monitor');
  });

  test.each([
    ['not JSON', 'hello\n', 'cannot parse json hello'],
    ['not an object', '[1]\n', "Parsed JSON reply '[1]' isn't an object"],
    ['neither answer nor event', '{"a":1}\n', `Unknown JSON reply '{"a":1}'`],
    ['an answer nobody waits for', '{"return":{},"id":"other"}\n', 'Unexpected JSON reply'],
    ['a line without end', 'x'.repeat(2000), 'No complete monitor response found in 1000 bytes'],
  ])('%s ends the conversation', async (_name, text, message) => {
    const fake = new FakeQmp().on('hangs', () => undefined);
    const client = await QmpClient.open(fake.stream, { maxMessage: 1000 });
    const pending = rejection(client.execute('hangs'));
    fake.raw(text);
    expect((await pending).message).toContain(message);
    expect(fake.stream.destroyed).toBe(true);
  });

  test('messages may arrive in any pieces', async () => {
    const fake = new FakeQmp().on('hangs', () => undefined);
    const client = await QmpClient.open(fake.stream);
    const seen: string[] = [];
    client.onEvent(({ event, data }) => seen.push(`${event} ${String(data['name'])}`));
    const bytes = Buffer.from('{"event":"A","data":{"name":"grün"}}\r\n\r\n{"event":"B","data":{"name":"€"}}\n');
    for (const byte of bytes) fake.raw(Buffer.of(byte));
    await tick();
    expect(seen).toEqual(['A grün', 'B €']);
  });
});
