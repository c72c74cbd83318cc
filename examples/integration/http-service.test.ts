import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connect, type Connection } from '@virtweave/core-api';
import driver from '@virtweave/driver-qemu';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guestService } from '../src/http-service/service.ts';

let folder: string;
let connection: Connection;
let server: Server;
let base: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweave-http-'));
  connection = await connect(`qemu:///embed?root=${folder}`, { drivers: [driver] });
  server = guestService(connection, 'qemu');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/guests`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  for (const domain of await connection.listAllDomains({ active: true })) await domain.destroy();
  await connection.close();
  await rm(folder, { recursive: true });
});

async function send(method: string, path = '', body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(base + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: await response.json() };
}

test('a QEMU guest is made on request, told about, and taken away', async () => {
  expect(await send('GET')).toEqual({ status: 200, body: [] });
  const made = await send('POST', '', { name: 'web', memoryMiB: 64, vcpus: 2 });
  expect(made).toMatchObject({ status: 201, body: { name: 'web', uuid: expect.any(String) } });
  expect(await send('GET', '/web')).toEqual({
    status: 200,
    body: { name: 'web', state: 'running', memoryMiB: 64, vcpus: 2 },
  });
  expect((await send('POST', '', { name: 'web' })).status).toBe(409);
  expect((await send('DELETE', '/web')).status).toBe(200);
  expect(await send('GET')).toEqual({ status: 200, body: [] });
});

test('guests asked for at once are all there, each its own', async () => {
  const names = ['a', 'b', 'c'];
  const made = await Promise.all(names.map((name) => send('POST', '', { name, memoryMiB: 32 })));
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
  const { body } = await send('GET');
  expect(body).toEqual(expect.arrayContaining(names.map((name) => expect.objectContaining({ name, state: 'running' }))));
  expect((await connection.listAllDomains()).map(({ id }) => id).sort()).toEqual([1, 2, 3]);
});
