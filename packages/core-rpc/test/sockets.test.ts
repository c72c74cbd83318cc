import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { RpcClient } from '../src/client/rpc-client.ts';
import { connectGetHostname } from '../src/protocol/connect.generated.ts';
import type { RpcSession } from '../src/server/rpc-session.ts';
import { FakeServer } from '../src/testing/index.ts';
import { encodeMessage, messageType } from '../src/wire/message.ts';

let folder: string;
let server: Server;
const accepted: Socket[] = [];
const sessions: RpcSession[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweave-rpc-'));
  const answers = new FakeServer().handle(connectGetHostname, () => ({ hostname: 'x'.repeat(1500) }));
  server = createServer((socket) => {
    accepted.push(socket);
    sessions.push(answers.serve(socket, { maxRequests: 64 }));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'sock'), resolve));
});

afterEach(async () => {
  for (const socket of accepted.splice(0)) socket.destroy();
  sessions.length = 0;
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

test('answers that a socket takes at once, though they are more than it holds back, do not stop the next calls', async () => {
  const client = new RpcClient(connect(join(folder, 'sock')));
  const answers = await Promise.all(Array.from({ length: 1000 }, () => client.call(connectGetHostname, undefined)));
  expect(answers.every(({ hostname }) => hostname.length === 1500)).toBe(true);
  client.close();
});

test('who does not read does not hold up the end', async () => {
  const socket = connect(join(folder, 'sock'));
  socket.on('error', () => {}).pause();
  const [session] = await untilServed();
  const { program, number } = connectGetHostname;
  const big = { program, number, name: 'big', encode: (w: { raw(bytes: Uint8Array): void }) => w.raw(new Uint8Array(4_000_000)), decode: () => undefined };
  session.sendEvent(big, undefined);
  await new Promise((resolve) => setTimeout(resolve, 20));
  session.close();
  await new Promise((resolve) => accepted[0]?.once('close', resolve));
  expect(accepted[0]?.destroyed).toBe(true);
  socket.destroy();
});

async function untilServed(): Promise<[RpcSession]> {
  while (sessions.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return [sessions[0] as RpcSession];
}

test('who floods the server with calls lets others have their turn', async () => {
  const flood = connect(join(folder, 'sock'));
  flood.on('error', () => {}).on('data', () => {});
  const { program, number } = connectGetHostname;
  const call = encodeMessage({ program, version: 1, procedure: number + 5000, type: messageType.call, serial: 1, status: 0 });
  const client = new RpcClient(connect(join(folder, 'sock')));
  await client.call(connectGetHostname, undefined);
  flood.write(Buffer.concat(Array.from({ length: 50_000 }, () => call)));
  await new Promise((resolve) => setImmediate(resolve));
  // 50,000 refusals take far longer than the few turns that an honest call needs.
  await client.call(connectGetHostname, undefined);
  const [busy] = [sessions.some((session) => session.busy > 0)];
  expect(busy).toBe(true);
  flood.destroy();
  client.close();
});

test('finish() waits for the calls that run, and begins no other', async () => {
  let answer = (): void => {};
  let calls = 0;
  const slow = new FakeServer().handle(connectGetHostname, () => {
    calls += 1;
    return new Promise((resolve) => (answer = () => resolve({ hostname: 'late' })));
  });
  server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    accepted.push(socket);
    sessions.push(slow.serve(socket));
  });
  const client = new RpcClient(connect(join(folder, 'sock')));
  const first = client.call(connectGetHostname, undefined);
  const [session] = await untilServed();
  while (session.busy === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  let finished = false;
  const finishing = session.finish().then(() => (finished = true));
  const second = client.call(connectGetHostname, undefined).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([finished, calls]).toEqual([false, 1]);
  answer();
  await finishing;
  expect(await first).toEqual({ hostname: 'late' });
  session.close();
  expect(await second).toBeInstanceOf(Error);
  expect(calls).toBe(1);
});
