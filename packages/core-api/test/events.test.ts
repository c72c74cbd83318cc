import { describe, expect, test } from '@jest/globals';
import { connect, type ConnectionEvent, type DomainEvent, type GapEvent } from '../src/index.ts';
import { EventStream } from '../src/connection/event-queue.ts';
import { fixture, uuid, type Fixture } from './fixtures/driver.ts';

const started = (n: number): DomainEvent => ({
  kind: 'lifecycle',
  domain: { name: `d${n}`, uuid: uuid(n), id: n },
  event: 2,
  detail: 0,
});

async function open(made: Fixture = fixture()) {
  return { made, connection: await connect('fixture:///', { drivers: [made.driver] }) };
}

describe('events', () => {
  test('nothing between the subscription and the first read is missed', async () => {
    const { connection } = await open();
    const events = connection.events();
    const domain = await connection.lookupByName('two');
    await domain.start();
    const { value } = await events.next();
    expect(value).toMatchObject({ kind: 'lifecycle', event: 'started', detail: 'booted' });
    expect((value as { domain: { name: string } }).domain.name).toBe('two');
    await connection.close();
  });

  test('as JSON an event shows the guest by its reference, and nothing of the connection', async () => {
    const { connection, made } = await open();
    const events = connection.events({ kinds: ['lifecycle'] });
    made.hub.emit(started(1));
    const { value } = await events.next();
    expect(JSON.parse(JSON.stringify(value))).toEqual({
      kind: 'lifecycle',
      domain: { name: 'd1', uuid: uuid(1), id: 1 },
      event: 'started',
      detail: 'booted',
    });
    await connection.close();
  });

  test('other kinds carry what libvirt carries; kinds and domains can be chosen', async () => {
    const { connection, made } = await open();
    const two = await connection.lookupByName('two');
    const all: ConnectionEvent[] = [];
    const rtc = connection.events({ kinds: ['rtc-change'] });
    const own = two.events({ kinds: ['lifecycle'] });
    made.hub.emit(started(1));
    made.hub.emit({ kind: 'rtc-change', domain: { name: 'x', uuid: uuid(1), id: 1 }, utcOffset: -(2n ** 63n) });
    made.hub.emit(started(2));
    expect((await rtc.next()).value).toMatchObject({ kind: 'rtc-change', utcOffset: -(2n ** 63n) });
    expect((await own.next()).value).toMatchObject({ kind: 'lifecycle', domain: { name: 'd2' } });
    await connection.close();
    for await (const event of rtc) all.push(event as ConnectionEvent);
    expect(all).toEqual([]);
    expect(() => connection.events()).not.toThrow();
  });

  test('leaving the loop takes the registration back', async () => {
    const { connection, made } = await open();
    const events = connection.events();
    expect(made.hub.size).toBe(28);
    made.hub.emit(started(1));
    for await (const event of events) if (event.kind === 'lifecycle') break;
    await new Promise(setImmediate);
    expect(made.hub.size).toBe(0);
    const { value, done } = await events.next();
    expect([value, done]).toEqual([undefined, true]);
  });

  test('an abort ends the loop with its reason', async () => {
    const { connection, made } = await open();
    const controller = new AbortController();
    const events = connection.events({ signal: controller.signal });
    const waiting = events.next();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise(setImmediate);
    expect(made.hub.size).toBe(0);
    await expect(connection.events({ signal: AbortSignal.abort(new Error('no')) }).next()).rejects.toThrow('no');
  });

  test('a driver without events says so', async () => {
    const { connection } = await open(fixture({ connectDomainEventRegisterAny: undefined }));
    await expect(connection.events({ kinds: ['reboot'] }).next()).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
    await expect(connection.events({ kinds: ['nonsense' as never] }).next()).rejects.toMatchObject({
      code: 'VIR_ERR_INVALID_ARG',
    });
  });
});

describe('a slow reader', () => {
  test('is told once how many were lost, and then gets the newest', async () => {
    const { connection, made } = await open();
    const events = connection.events();
    for (let n = 0; n < 10_007; n += 1) made.hub.emit(started(n));
    expect((await events.next()).value).toEqual({ kind: 'gap', lost: 7 });
    const names: string[] = [];
    for (let n = 0; n < 10_000; n += 1) {
      const { value } = await events.next();
      names.push((value as { domain: { name: string } }).domain.name);
    }
    expect([names[0], names.at(-1), new Set(names).size]).toEqual(['d7', 'd10006', 10_000]);
    await connection.close();
    expect((await events.next()).done).toBe(true);
  });

  test('what is queued at the end is still read; several readers wait in order', async () => {
    let stopped = 0;
    const stream = new EventStream<{ kind: 'x'; n: number }>(() => (stopped += 1), 2);
    const waiting = [stream.next(), stream.next()];
    stream.push({ kind: 'x', n: 1 });
    stream.push({ kind: 'x', n: 2 });
    expect((await Promise.all(waiting)).map((r) => (r.value as { n: number }).n)).toEqual([1, 2]);
    for (const n of [3, 4, 5]) stream.push({ kind: 'x', n });
    stream.end();
    stream.push({ kind: 'x', n: 6 });
    const rest: (GapEvent | { kind: 'x'; n: number })[] = [];
    for await (const event of stream) rest.push(event);
    expect(rest).toEqual([
      { kind: 'gap', lost: 1 },
      { kind: 'x', n: 4 },
      { kind: 'x', n: 5 },
    ]);
    expect(stopped).toBe(1);
  });
});
