import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawn as spawnNode } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LocalHost } from '../src/index.ts';
import { failureOf, hostFilesContract, hostProgramsContract, until, type HostUnderTest } from './host-contract.ts';

async function make(): Promise<HostUnderTest> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'local-host-'));
  const host = new LocalHost();
  return {
    host,
    folder,
    cleanUp: async () => {
      await host.close();
      fs.rmSync(folder, { recursive: true });
    },
  };
}

hostFilesContract('LocalHost', make);
hostProgramsContract('LocalHost', make, 600);

const host = new LocalHost();
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'local-host-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Serves one line on the socket that it inherited as descriptor 3. */
const acceptor = `require('net').createServer((c) => c.end('from the child')).listen({ fd: 3 })`;

test('a spawned program inherits listening sockets that can be connected to at once', async () => {
  const socket = `${folder}/monitor.sock`;
  const before = openDescriptors();
  const child = await host.spawn(process.execPath, ['-e', acceptor], { log: `${folder}/log`, listen: [{ path: socket }] });
  try {
    const stream = await host.connect({ path: socket });
    let said = '';
    for await (const chunk of stream) said += String(chunk);
    expect(said).toBe('from the child');
    expect(fs.readdirSync(folder)).not.toContain('monitor.sock.new');
    expect(await until(async () => openDescriptors(), (count) => count <= before)).toBeLessThanOrEqual(before);
  } finally {
    await host.signal(child, 'SIGKILL');
  }
  expect(await child.exited).toEqual({ status: null, signal: 'SIGKILL' });
  // Nobody of us holds the socket any more.
  expect((await failureOf(host.connect({ path: socket }))).int1).toBe(111);
});

test('a program that cannot be started leaves no socket, descriptor or process', async () => {
  const before = openDescriptors();
  const call = (program: string, args: string[], more = {}): Promise<unknown> =>
    host.spawn(program, args, { log: `${folder}/log`, listen: [{ path: `${folder}/dead.sock` }], ...more });
  expect((await failureOf(call('/no/such', []))).int1).toBe(2);
  expect((await failureOf(call(`${folder}`, []))).int1).toBe(13);
  expect((await failureOf(call('sleep', ['6\0'], {}))).message).toContain(`cannot run 'sleep'`);
  expect((await failureOf(call('sleep', ['60'], { cwd: '/no/such' }))).message).toContain('/no/such');
  expect((await failureOf(host.spawn('sleep', ['60'], { log: `${folder}/log`, listen: [{ path: `${folder}/${'x'.repeat(120)}` }] }))).code).toBe(
    'VIR_ERR_SYSTEM_ERROR',
  );
  expect(fs.readdirSync(folder).filter((name) => name.includes('dead'))).toEqual([]);
  expect(await until(async () => openDescriptors(), (count) => count <= before)).toBeLessThanOrEqual(before);
});

test('a full disk and a read-only folder give the path and leave nothing', async () => {
  const error = await failureOf(host.appendFile('/dev/full', 'x'));
  expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: 28, message: `cannot append to '/dev/full': No space left on device` });
  const refused = await failureOf(host.writeFile('/proc/self/x', 'x'));
  expect(refused.code).toBe('VIR_ERR_SYSTEM_ERROR');
  expect(refused.message).toContain(`cannot write '/proc/self/x'`);
});

test('many durable writes at once into one folder are all there', async () => {
  const many = `${folder}/many`;
  await host.makeFolder(many);
  await Promise.all(Array.from({ length: 50 }, (_, i) => host.writeFile(`${many}/${i}`, `${i}`)));
  const texts = await Promise.all(Array.from({ length: 50 }, async (_, i) => (await host.readFile(`${many}/${i}`)).toString()));
  expect(texts).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`));
  expect(await host.list(many)).toHaveLength(50);
});

test('a fifo that nobody writes to does not hang a read', async () => {
  await host.run('mkfifo', [`${folder}/fifo`]);
  expect(await host.stat(`${folder}/fifo`)).toMatchObject({ type: 'fifo' });
  expect(await host.readFile(`${folder}/fifo`)).toHaveLength(0);
});

test('a socket connected over TCP, and one whose connection is aborted', async () => {
  const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    const { port } = server.address() as net.AddressInfo;
    let said = '';
    for await (const chunk of await host.connect({ host: '127.0.0.1', port })) said += String(chunk);
    expect(said).toBe('hello');
    const controller = new AbortController();
    const call = host.connect({ host: '127.0.0.1', port }, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  } finally {
    server.close();
  }
});

test('a watched folder reports changes until it is closed', async () => {
  const watched = `${folder}/watched`;
  await host.makeFolder(watched);
  const names: (string | undefined)[] = [];
  const watcher = host.watch(watched, (name) => names.push(name));
  await host.writeFile(`${watched}/new`, '');
  await until(async () => names, (seen) => seen.includes('new'));
  expect(names).toContain('new');
  watcher.close();
  const { length } = names;
  await host.writeFile(`${watched}/later`, '');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(names).toHaveLength(length);
  expect(() => host.watch(`${folder}/absent`, () => undefined)).toThrow(/cannot watch folder .*No such file/);
});

test('a pty is read and written without a thread, and ends when its other side does', async () => {
  // script(1) holds the master; what we write to its input can be read from the terminal, and the other way round.
  const script = spawnNode('script', ['-qfc', 'stty raw -echo; tty; exec sleep 60', '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  script.stdout.on('data', (chunk) => (said += String(chunk)));
  const name = (await until(async () => said, (text) => text.includes('\n'))).trim();
  const before = openDescriptors();
  const device = await host.openDevice(name);
  let got = '';
  device.on('data', (chunk) => (got += String(chunk)));
  const ended = new Promise((resolve) => device.once('end', resolve));
  const closed = new Promise((resolve) => device.once('close', resolve));
  device.write('to the guest\n');
  script.stdin.write('from the guest');
  expect(await until(async () => got, (text) => text !== '')).toBe('from the guest');
  expect(await until(async () => said, (text) => text.includes('guest'))).toContain('to the guest\n');
  script.kill('SIGKILL');
  await ended;
  await closed;
  expect(openDescriptors()).toBeLessThanOrEqual(before);
  expect(got).toBe('from the guest');
  expect((await failureOf(host.openDevice('/dev/zero'))).code).toBe('VIR_ERR_OPERATION_UNSUPPORTED');
  expect((await failureOf(host.openDevice(`${folder}/absent`))).int1).toBe(2);
});

function openDescriptors(): number {
  return fs.readdirSync('/proc/self/fd').length;
}
