import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connect, type Connection } from '@virtweave/core-api';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import memo from '../outside-driver/src/index.js';
import { guestService } from '../src/http-service/service.ts';

let connection: Connection;
let server: Server;
let base: string;

beforeEach(async () => {
  connection = await connect('memo:///', { drivers: [memo] });
  server = guestService(connection, 'test');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/guests`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await connection.close();
});

async function send(method: string, path = '', body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(base + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: await response.json() };
}

test('makes a guest on request, tells about it, and takes it away', async () => {
  expect(await send('GET')).toEqual({ status: 200, body: [] });
  const made = await send('POST', '', { name: 'web', memoryMiB: 512, vcpus: 2 });
  expect(made).toMatchObject({ status: 201, body: { name: 'web', uuid: expect.any(String) } });
  expect(await send('GET', '/web')).toEqual({
    status: 200,
    body: { name: 'web', state: 'running', memoryMiB: 512, vcpus: 2 },
  });
  expect((await send('POST', '/web/shutdown')).status).toBe(202);
  expect((await send('GET')).body).toEqual([{ name: 'web', state: 'shutoff', reason: 'shutdown' }]);
  expect((await send('DELETE', '/web')).status).toBe(200);
  expect((await send('GET', '/web')).status).toBe(404);
});

test('refuses what is wrong, and nothing of it reaches the driver', async () => {
  expect((await send('POST', '', { name: "x'/><evil" })).status).toBe(400);
  expect((await send('POST', '', { name: 'x', memoryMiB: -1 })).status).toBe(400);
  expect((await send('POST', '', null)).status).toBe(400);
  expect((await send('PUT', '/x')).status).toBe(404);
  expect(await connection.listAllDomains()).toEqual([]);
});

test('a guest that runs already is a conflict, and stays', async () => {
  await send('POST', '', { name: 'web' });
  expect((await send('POST', '', { name: 'web' })).status).toBe(409);
  expect((await send('GET')).body).toMatchObject([{ name: 'web', state: 'running' }]);
});
