import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RpcClient } from '@virtweave/core-rpc';
import { connectClose, connectGetType, connectOpen } from '@virtweave/core-rpc/protocol/connect';
import {
  connectListAllDomains,
  domainDestroy,
  domainGetInfo,
  domainLookupByName,
  domainSuspend,
} from '@virtweave/core-rpc/protocol/domain';
import { connectDomainEventCallbackRegisterAny, domainEventCallbackLifecycle } from '@virtweave/core-rpc/protocol/events';
import { procedures } from '@virtweave/core-rpc/protocol/programs';
import { answers } from '../src/dispatch/table.ts';
import { Daemon, type ConfigInput } from '../src/index.ts';

let folder: string;
const open: (Daemon | RpcClient)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweaved-'));
});

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
  await rm(folder, { recursive: true });
});

async function start(config: ConfigInput = {}): Promise<Daemon> {
  const daemon = await Daemon.start({ unix: { path: join(folder, 'sock'), readOnlyPath: join(folder, 'sock-ro') }, ...config });
  open.push(daemon);
  return daemon;
}

async function client(name = 'sock'): Promise<RpcClient> {
  const made = new RpcClient(connectSocket(join(folder, name)));
  open.push(made);
  return made;
}

async function connected(name = 'sock'): Promise<RpcClient> {
  const made = await client(name);
  await made.call(connectOpen, { name: 'test:///default', flags: 0 });
  return made;
}

describe('a client', () => {
  test('opens, calls and closes', async () => {
    await start();
    const one = await connected();
    expect(await one.call(connectGetType, undefined)).toEqual({ type: 'TEST' });
    const { domains } = await one.call(connectListAllDomains, { need_results: 1, flags: 0 });
    expect(domains.map(({ name }) => name)).toEqual(['test']);
    await one.call(connectClose, undefined);
    await expect(one.call(connectGetType, undefined)).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
  });

  test('must open before it calls, and only once', async () => {
    await start();
    const one = await client();
    await expect(one.call(connectGetType, undefined)).rejects.toThrow('connection not open');
    await one.call(connectOpen, { name: 'test:///default', flags: 0 });
    await expect(one.call(connectOpen, { name: 'test:///default', flags: 0 })).rejects.toThrow('connection already open');
  });

  test("gets the driver's errors with their code", async () => {
    await start();
    const one = await connected();
    await expect(one.call(domainLookupByName, { name: 'nobody' })).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  });

  test('gets events', async () => {
    await start();
    const one = await connected();
    const came = new Promise((resolve) => one.listen(domainEventCallbackLifecycle, resolve));
    const { callbackID } = await one.call(connectDomainEventCallbackRegisterAny, { eventID: 0, dom: undefined });
    const { dom } = await one.call(domainLookupByName, { name: 'test' });
    await one.call(domainSuspend, { dom });
    expect(await came).toMatchObject({ callbackID, msg: { dom: { name: 'test' }, event: 3, detail: 0 } });
  });

  test('on the read-only socket may look, and change nothing', async () => {
    await start();
    const one = await connected('sock-ro');
    const { dom } = await one.call(domainLookupByName, { name: 'test' });
    expect(await one.call(domainGetInfo, { dom })).toMatchObject({ nrVirtCpu: 2 });
    await expect(one.call(domainDestroy, { dom })).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
  });
});

test('rules decide for each client, and lists leave out what it may not see', async () => {
  await start({ rules: [{ what: ['connect:*'] }] });
  const one = await connected();
  expect((await one.call(connectListAllDomains, { need_results: 1, flags: 0 })).domains).toEqual([]);
  await expect(one.call(domainLookupByName, { name: 'test' })).rejects.toMatchObject({ code: 'VIR_ERR_ACCESS_DENIED' });
});

test('only schemes of the configuration are served', async () => {
  await start({ schemes: ['qemu'] });
  const one = await client();
  await expect(one.call(connectOpen, { name: 'test:///default', flags: 0 })).rejects.toMatchObject({ code: 'VIR_ERR_NO_CONNECT' });
});

test('who is one client too many is not let in', async () => {
  const daemon = await start({ limits: { clients: 1 } });
  await connected();
  const second = await client();
  await expect(second.call(connectOpen, { name: 'test:///default', flags: 0 })).rejects.toThrow();
  expect(daemon.clients).toBe(1);
});

test('what a client held is given up when it goes', async () => {
  const daemon = await start();
  const one = await connected();
  expect(daemon.clients).toBe(1);
  one.close();
  for (let i = 0; i < 100 && daemon.clients > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(daemon.clients).toBe(0);
});

test('the sockets have the modes of the configuration, and are gone when it is closed', async () => {
  const daemon = await start({ unix: { path: join(folder, 'sock'), mode: '0750' } });
  expect((await stat(join(folder, 'sock'))).mode & 0o777).toBe(0o750);
  await expect(Daemon.start({ unix: { path: join(folder, 'sock') } })).rejects.toThrow('another daemon listens there');
  await daemon.close();
  await expect(stat(join(folder, 'sock'))).rejects.toThrow();
});

test('every procedure has an answer', () => {
  const unanswered = Object.values(procedures)
    .flat()
    .filter((procedure) => !answers.has(procedure))
    .map(({ name }) => name);
  expect(unanswered).toEqual([]);
});
