import { describe, expect, test } from '@jest/globals';
import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { VirtError } from '@virtweave/core-util/errors';
import { RpcClient } from '../src/client/rpc-client.ts';
import { connectGetType, connectGetHostname, connectOpen } from '../src/protocol/connect.generated.ts';
import { domainLookupByName } from '../src/protocol/domain.generated.ts';
import { domainEventCallbackReboot } from '../src/protocol/events.generated.ts';
import { storageVolDownload, storageVolUpload } from '../src/protocol/storage.generated.ts';
import { decodeMessageError } from '../src/protocol/types.generated.ts';
import { FakeClient, FakeServer, duplexPair, memoryStream } from '../src/testing/index.ts';
import { encodeMessage, messageType } from '../src/wire/message.ts';
import { XdrReader } from '../src/xdr/reader.ts';

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const vol = { pool: 'p', name: 'v', key: '/p/v' };

function connected(server: FakeServer, options?: Parameters<FakeServer['serve']>[1]): RpcClient {
  const [near, far] = duplexPair();
  server.serve(far, options);
  return new RpcClient(near);
}

describe('calls', () => {
  test('are answered, in whatever order', async () => {
    const server = new FakeServer()
      .handle(domainLookupByName, async ({ name }) => {
        await delay(name === 'slow' ? 20 : 0);
        return { dom: { ...dom, name } };
      })
      .handle(connectGetType, () => ({ type: 'QEMU' }));
    const client = connected(server);
    const order: string[] = [];
    await Promise.all(
      ['slow', 'fast'].map(async (name) => {
        const answer = await client.call(domainLookupByName, { name });
        order.push(answer.dom.name);
      }),
    );
    expect(order).toEqual(['fast', 'slow']);
    await expect(client.call(connectGetType, undefined)).resolves.toEqual({ type: 'QEMU' });
  });

  test('errors come with all their fields; the connection goes on', async () => {
    const server = new FakeServer().handle(domainLookupByName, () => {
      throw new VirtError('VIR_ERR_NO_DOMAIN', 'gone', { domain: 'VIR_FROM_TEST', int1: 3 });
    });
    const client = connected(server);
    const wanted = { code: 'VIR_ERR_NO_DOMAIN', message: 'Domain not found: gone', domain: 'VIR_FROM_TEST', int1: 3 };
    await expect(client.call(domainLookupByName, { name: 'x' })).rejects.toMatchObject(wanted);
    await expect(client.call(connectGetType, undefined)).rejects.toMatchObject({ code: 'VIR_ERR_RPC', message: 'unknown procedure: 3' });
  });

  test('an abort ends the waiting; the late answer disturbs nobody', async () => {
    let answer = (): void => {};
    const server = new FakeServer()
      .handle(connectGetHostname, () => new Promise((resolve) => (answer = () => resolve({ hostname: 'late' }))))
      .handle(connectGetType, () => ({ type: 'QEMU' }));
    const client = connected(server);
    const controller = new AbortController();
    const call = client.call(connectGetHostname, undefined, controller.signal);
    await client.call(connectGetType, undefined);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    answer();
    await expect(client.call(connectGetType, undefined)).resolves.toEqual({ type: 'QEMU' });
    expect(() => AbortSignal.abort(reason).throwIfAborted()).toThrow(reason);
    await expect(client.call(connectGetType, undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('one signal may be that of any number of calls', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error): number => warnings.push(warning);
    process.on('warning', warned);
    const server = new FakeServer()
      .handle(connectGetType, () => ({ type: 'QEMU' }))
      .handle(connectGetHostname, () => new Promise(() => {}));
    const client = connected(server);
    const controller = new AbortController();
    await Promise.all(Array.from({ length: 50 }, () => client.call(connectGetType, undefined, controller.signal)));
    const calls = Array.from({ length: 50 }, () => client.call(connectGetHostname, undefined, controller.signal));
    controller.abort();
    for (const call of calls) await expect(call).rejects.toBe(controller.signal.reason);
    await delay(5);
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  test('an answer that cannot be read fails its call alone', async () => {
    const [near, far] = duplexPair();
    const client = new RpcClient(near);
    const server = new FakeClient(far);
    const first = client.call(connectGetType, undefined);
    const second = client.call(connectGetHostname, undefined);
    const header = { program: 0x20008086, version: 1, type: messageType.reply, status: 0 };
    server.send({ ...header, procedure: 3, serial: 1 }, (w) => w.uint(500));
    server.send({ ...header, procedure: 59, serial: 2 }, (w) => w.string('host', 99));
    await expect(first).rejects.toMatchObject({ code: 'VIR_ERR_RPC' });
    await expect(second).resolves.toEqual({ hostname: 'host' });
  });

  test('the end of the connection ends all of them', async () => {
    const server = new FakeServer().handle(connectGetType, () => new Promise(() => {}));
    const [near, far] = duplexPair();
    const session = server.serve(far);
    const reasons: number[] = [];
    const client = new RpcClient(near, { onClose: (reason) => reasons.push(reason) });
    const calls = [client.call(connectGetType, undefined), client.call(connectGetType, undefined)];
    session.close();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    await expect(client.call(connectGetType, undefined)).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    expect(reasons).toEqual([1]);
  });

  test('what is under way on the server hears that the client is gone', async () => {
    let signal: AbortSignal | undefined;
    const server = new FakeServer().handle(connectGetType, (_, call) => {
      signal = call.signal;
      return new Promise(() => {});
    });
    const client = connected(server);
    const call = client.call(connectGetType, undefined);
    await delay(1);
    client.close();
    await expect(call).rejects.toMatchObject({ message: 'internal error: client socket is closed' });
    await delay(5);
    expect(signal?.aborted).toBe(true);
  });

  test('no more of them run at a time than the server says', async () => {
    let [running, most] = [0, 0];
    const server = new FakeServer().handle(connectGetType, async () => {
      most = Math.max(most, (running += 1));
      await delay(1);
      running -= 1;
      return { type: 'QEMU' };
    });
    const client = connected(server, { maxRequests: 3 });
    await Promise.all(Array.from({ length: 50 }, () => client.call(connectGetType, undefined)));
    expect(most).toBe(3);
  });
});

describe('the server and strange clients', () => {
  const header = { program: 0x20008086, version: 1, procedure: 3, type: messageType.call, serial: 9, status: 0 };
  const answered = new FakeServer().handle(connectGetType, () => ({ type: 'QEMU' })).handle(connectOpen, () => undefined);

  test.each([
    ['an unknown program', { ...header, program: 99 }, 'Cannot find program 99 version 1'],
    ['another version', { ...header, version: 2 }, 'Cannot find program 536903814 version 2'],
    ['an unknown procedure', { ...header, procedure: 9999 }, 'unknown procedure: 9999'],
    ['a status that calls do not have', { ...header, status: 1 }, 'Unexpected message status 1'],
    ['arguments that are missing', { ...header, procedure: 1 }, 'Unable to decode message payload: 4 bytes are needed, 0 are there'],
  ])('%s is an error of that call', async (_, sent, message) => {
    const [near, far] = duplexPair();
    answered.serve(far);
    const client = new FakeClient(near);
    client.send(sent);
    const reply = await client.next();
    expect(reply).toMatchObject({ serial: 9, type: messageType.reply, status: 1 });
    expect(decodeMessageError(new XdrReader((reply as { payload: Buffer }).payload)).message).toBe(message);
    client.call(connectGetType, undefined, 10);
    expect(await client.next()).toMatchObject({ serial: 10, status: 0 });
  });

  test.each([
    ['a length of 2^32-1', Buffer.from('ffffffff', 'hex')],
    ['a length of nothing', Buffer.alloc(4)],
    ['an answer', encodeMessage({ ...header, type: messageType.reply })],
    ['an event', encodeMessage({ ...header, type: messageType.message })],
    ['a type that there is none of', encodeMessage({ ...header, type: 42 })],
  ])('%s ends the connection', async (_, bytes) => {
    const [near, far] = duplexPair();
    const session = answered.serve(far);
    const client = new FakeClient(near);
    client.sendBytes(bytes);
    expect(await client.next()).toBeUndefined();
    expect(session.closed).toMatchObject({ code: 'VIR_ERR_RPC' });
  });

  test('who does not read answers may not ask on', async () => {
    let calls = 0;
    const big = 'x'.repeat(100_000);
    const server = new FakeServer().handle(connectGetHostname, () => {
      calls += 1;
      return { hostname: big };
    });
    const [near, far] = duplexPair();
    server.serve(far, { maxRequests: 4 });
    near.pause();
    const call = encodeMessage({ ...header, procedure: 59 });
    for (let i = 0; i < 1000; i += 1) near.write(call);
    await delay(20);
    expect(calls).toBeLessThan(20);
    near.destroy();
  });

  test('who does not read events is sent away', async () => {
    const server = new FakeServer();
    const [near, far] = duplexPair();
    const session = server.serve(far, { maxUnread: 100_000 });
    near.pause();
    for (let i = 0; i < 10_000 && session.closed === undefined; i += 1)
      session.sendEvent(domainEventCallbackReboot, { callbackID: 1, msg: { dom } });
    expect(session.closed?.message).toBe('the client does not read what it is sent');
  });
});

describe('events', () => {
  const reboot = { callbackID: 7, msg: { dom } };

  test('reach their listener in order; what it throws stops nobody', async () => {
    const server = new FakeServer();
    const [near, far] = duplexPair();
    server.serve(far);
    const errors: unknown[] = [];
    const client = new RpcClient(near, { onListenerError: (error) => errors.push(error) });
    const got: number[] = [];
    client.listen(domainEventCallbackReboot, ({ callbackID }) => {
      got.push(callbackID);
      if (callbackID === 1) throw new Error('listener');
    });
    for (const callbackID of [0, 1, 2]) server.emit(domainEventCallbackReboot, { ...reboot, callbackID });
    await delay(10);
    expect(got).toEqual([0, 1, 2]);
    expect(errors).toEqual([new Error('listener')]);
  });

  test('a hundred thousand of them and a slow listener that calls back in delay no answer', async () => {
    const server = new FakeServer().handle(connectGetType, () => ({ type: 'QEMU' }));
    const [near, far] = duplexPair();
    const session = server.serve(far, { maxUnread: 1e9 });
    const client = new RpcClient(near);
    let heard = 0;
    let inner = 0;
    client.listen(domainEventCallbackReboot, () => {
      heard += 1;
      if (heard % 100 === 0) void client.call(connectGetType, undefined).then(() => (inner += 1));
      const until = performance.now() + (heard < 50 ? 2 : 0);
      while (performance.now() < until);
    });
    const many = 100_000;
    for (let i = 0; i < many; i += 1) session.sendEvent(domainEventCallbackReboot, reboot);
    await client.call(connectGetType, undefined);
    expect(heard).toBeLessThan(many / 2);
    while (heard < many) await delay(5);
    await client.call(connectGetType, undefined);
    expect(inner).toBe(many / 100);
  });
});

describe('streams', () => {
  const args = { vol, offset: 0n, length: 0n, flags: 1 };

  test('from the server: bytes, holes, the end', async () => {
    const source = memoryStream([Buffer.from('data'), { hole: 1n << 40n }, new Uint8Array(600_000).fill(7)]);
    const server = new FakeServer().handle(storageVolDownload, (_, call) => call.openStream(source));
    const { stream } = await connected(server).callStream(storageVolDownload, args);
    expect(Buffer.from((await stream.receive(3)) as Uint8Array).toString()).toBe('dat');
    expect(Buffer.from((await stream.receive(3)) as Uint8Array).toString()).toBe('a');
    expect(await stream.receive(100)).toEqual({ hole: 1n << 40n });
    let sum = 0;
    for (let part = await stream.receive(1e6); part !== undefined; part = await stream.receive(1e6)) sum += (part as Uint8Array).length;
    expect(sum).toBe(600_000);
    await stream.finish();
    expect(source.state).toBe('finished');
  });

  test('to the server: finish means that all of it has arrived', async () => {
    const sink = memoryStream();
    const server = new FakeServer().handle(storageVolUpload, (_, call) => call.openStream(sink));
    const { stream } = await connected(server).callStream(storageVolUpload, args);
    await stream.send(new Uint8Array(1_000_000).fill(1));
    await stream.sendHole(4096n);
    await stream.send(Buffer.from('end'));
    await stream.finish();
    const bytes = sink.written.filter((part): part is Uint8Array => part instanceof Uint8Array);
    expect(bytes.reduce((sum, part) => sum + part.length, 0)).toBe(1_000_003);
    expect(sink.written.at(-2)).toEqual({ hole: 4096n });
    expect(sink.state).toBe('finished');
    await expect(stream.send(Buffer.from('more'))).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
  });

  test('what fails on the server fails the stream', async () => {
    const full = new VirtError('VIR_ERR_SYSTEM_ERROR', 'no space', { int1: 28 });
    const sink = { ...memoryStream(), send: () => Promise.reject(full) };
    const server = new FakeServer().handle(storageVolUpload, (_, call) => call.openStream(sink));
    const { stream } = await connected(server).callStream(storageVolUpload, args);
    await stream.send(Buffer.from('x'));
    await expect(stream.finish()).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', detail: 'no space', int1: 28 });
  });

  test('an abort reaches the server; the connection goes on', async () => {
    const sink = memoryStream();
    const server = new FakeServer()
      .handle(storageVolUpload, (_, call) => call.openStream(sink))
      .handle(connectGetType, () => ({ type: 'QEMU' }));
    const client = connected(server);
    const { stream } = await client.callStream(storageVolUpload, args);
    const reading = stream.receive(1);
    const reason = new Error('changed my mind');
    await stream.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await client.call(connectGetType, undefined);
    expect(sink.state).toBe('aborted');
    await stream.abort();
  });

  test('one whose opening was given up is closed on the server', async () => {
    const source = memoryStream([Buffer.from('data')]);
    let answer = (): void => {};
    const server = new FakeServer()
      .handle(connectGetType, () => ({ type: 'QEMU' }))
      .handle(storageVolDownload, async (_, call) => {
        await new Promise<void>((resolve) => (answer = resolve));
        call.openStream(source);
      });
    const client = connected(server);
    const controller = new AbortController();
    const opening = client.callStream(storageVolDownload, args, controller.signal);
    await delay(1);
    controller.abort();
    await expect(opening).rejects.toBe(controller.signal.reason);
    answer();
    await delay(5);
    expect(source.state).toBe('aborted');
    await client.call(connectGetType, undefined);
  });

  test('a slow reader makes the server wait, and answers still come', async () => {
    let given = 0;
    const piece = new Uint8Array(250_000);
    const endless = { ...memoryStream(), receive: async () => (given += 1, piece) };
    const server = new FakeServer()
      .handle(storageVolDownload, (_, call) => call.openStream(endless))
      .handle(connectGetType, () => ({ type: 'QEMU' }));
    const client = connected(server);
    const { stream } = await client.callStream(storageVolDownload, args);
    await delay(50);
    expect(given * piece.length).toBeLessThan(16 * 1024 * 1024);
    await expect(client.call(connectGetType, undefined)).resolves.toEqual({ type: 'QEMU' });
    await stream.abort();
    client.close();
  });

  test('the end of the connection ends them on both sides', async () => {
    const source = { ...memoryStream(), receive: () => new Promise<undefined>(() => {}) };
    let aborted = false;
    source.abort = async () => void (aborted = true);
    const server = new FakeServer().handle(storageVolDownload, (_, call) => call.openStream(source));
    const client = connected(server);
    const { stream } = await client.callStream(storageVolDownload, args);
    const reading = stream.receive(1);
    client.close();
    await expect(reading).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
    await delay(5);
    expect(aborted).toBe(true);
  });
});

describe('TLS', () => {
  test('each message is a write of its own, in order, and a slow socket is waited for', async () => {
    const writes: number[] = [];
    const done: (() => void)[] = [];
    const socket = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _, callback) => {
        writes.push(chunk.length);
        done.push(callback);
      },
      writev: () => expect(undefined).toBe('never several at once'),
    });
    const client = new RpcClient(socket, { separate: true });
    for (const name of ['a', 'bcdef', 'g']) client.call(domainLookupByName, { name }).catch(() => {});
    await delay(1);
    expect(writes).toEqual([36]);
    done.shift()?.();
    await delay(1);
    expect(writes).toEqual([36, 40]);
    done.shift()?.();
    await delay(1);
    expect(writes).toEqual([36, 40, 36]);
    client.close();
  });
});

describe('keepalive', () => {
  test('a peer that answers stays, one that does not goes', async () => {
    const [near, far] = duplexPair();
    new FakeServer().serve(far);
    const reasons: number[] = [];
    const client = new RpcClient(near, { onClose: (reason) => reasons.push(reason) });
    // Several are asked for; a busy machine may keep one waiting for a second.
    client.startKeepAlive(0.02, 50);
    await delay(100);
    expect(client.closed).toBeUndefined();
    client.close();

    const [quiet] = duplexPair();
    const waiting = new RpcClient(quiet, { onClose: (reason) => reasons.push(reason) });
    waiting.startKeepAlive(0.005, 2);
    for (let i = 0; i < 500 && waiting.closed === undefined; i += 1) await delay(10);
    expect(waiting.closed?.message).toBe('internal error: connection closed due to keepalive timeout');
    expect(reasons).toEqual([3, 2]);
  });
});
