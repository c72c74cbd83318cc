import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { RpcClient } from '@virtweave/core-rpc';
import { connectOpen, connectSupportsFeature } from '@virtweave/core-rpc/protocol/connect';
import { domainResume, domainSuspend } from '@virtweave/core-rpc/protocol/domain';
import { domainMigrateBegin3, domainMigratePrepare2 } from '@virtweave/core-rpc/protocol/domain-migration';
import {
  connectDomainEventDeregister,
  connectDomainEventDeregisterAny,
  connectDomainEventRegister,
  connectDomainEventRegisterAny,
  domainEventLifecycle,
} from '@virtweave/core-rpc/protocol/events';
import { Daemon } from '../src/index.ts';

const dom = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
let folder: string;
let daemon: Daemon;
let client: RpcClient;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweaved-'));
  daemon = await Daemon.start({ unix: { path: join(folder, 'sock') } });
  client = new RpcClient(connect(join(folder, 'sock')));
  await client.call(connectOpen, { name: 'test:///default', flags: 0 });
});

afterEach(async () => {
  client.close();
  await daemon.close();
  await rm(folder, { recursive: true });
});

test('clients that know of no callback ids get events without one, until they want no more', async () => {
  const heard: number[] = [];
  client.listen(domainEventLifecycle, ({ dom: { name }, event }) => heard.push(name === 'test' ? event : -1));
  await client.call(connectDomainEventRegister, undefined);
  await client.call(domainSuspend, { dom });
  await client.call(connectDomainEventDeregister, undefined);
  await client.call(domainResume, { dom });
  await client.call(connectDomainEventRegisterAny, { eventID: 0 });
  await client.call(domainSuspend, { dom });
  await client.call(connectDomainEventDeregisterAny, { eventID: 0 });
  await client.call(domainResume, { dom });
  expect(heard).toEqual([3, 3]);
});

test('a kind of event is registered once, and has to be one of then', async () => {
  const register = (eventID: number): Promise<unknown> => client.call(connectDomainEventRegisterAny, { eventID });
  const deregister = (eventID: number): Promise<unknown> => client.call(connectDomainEventDeregisterAny, { eventID });
  await expect(deregister(1)).rejects.toMatchObject({ message: 'internal error: domain event 1 not registered', domain: 'VIR_FROM_RPC' });
  await register(1);
  await expect(register(1)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG', detail: 'event callback already tracked' });
  await expect(register(17)).rejects.toMatchObject({ message: 'internal error: unsupported event ID 17' });
  await deregister(1);
  await register(1);
});

test('older protocols of migration: the third is told by its own name, the others are not there', async () => {
  const begin = { dom, xmlin: undefined, flags: 0n, dname: undefined, resource: 0n };
  await expect(client.call(domainMigrateBegin3, begin)).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT', detail: 'virDomainMigrateBegin3' });
  const prepare = { uri_in: undefined, flags: 0n, dname: undefined, resource: 0n, dom_xml: '<domain/>' };
  await expect(client.call(domainMigratePrepare2, prepare)).rejects.toMatchObject({ detail: 'virDomainMigratePrepare2', domain: 'VIR_FROM_DOMAIN' });
  expect(await client.call(connectSupportsFeature, { feature: 3 })).toEqual({ supported: 0 });
});
