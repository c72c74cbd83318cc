import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { RpcClient } from '@virtweave/core-rpc';
import { connectGetType, connectOpen } from '@virtweave/core-rpc/protocol/connect';
import { domainSuspend } from '@virtweave/core-rpc/protocol/domain';

const program = fileURLToPath(new URL('../dist/main.cjs', import.meta.url));
const units = fileURLToPath(new URL('../systemd', import.meta.url));
const has = (name: string): boolean => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
const run = promisify(execFile);

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweaved-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }
  await rm(folder, { recursive: true });
});

/** Starts a program; resolves when its standard error has what is waited for. */
async function started(command: string, args: readonly string[], until: RegExp, env: Record<string, string> = {}): Promise<ChildProcess> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (until.test(said)) resolve();
    });
    child.once('exit', () => reject(new Error(`${command} ended: ${said}`)));
    child.once('error', reject);
  });
  child.removeAllListeners('exit');
  return child;
}

async function opened(path: string): Promise<RpcClient> {
  const client = new RpcClient(connect(path));
  await client.call(connectOpen, { name: 'test:///default', flags: 0 });
  return client;
}

const dom = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };

const activate = has('systemd-socket-activate') ? test : test.skip;
activate('sockets that systemd hands over are served, each in its way (skipped without systemd-socket-activate)', async () => {
  const [socket, readOnly] = [join(folder, 'sock'), join(folder, 'sock-ro')];
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ unix: { path: socket, readOnlyPath: readOnly } }));
  const names = ['--fdname=virtweaved:virtweaved-ro', '-E', `PATH=${process.env['PATH'] ?? ''}`];
  const activated = [process.execPath, program, '--config', config, '--log-level', 'info', '--log-outputs', `1:file:${join(folder, 'log')}`];
  await started('systemd-socket-activate', ['-l', socket, '-l', readOnly, ...names, ...activated], /Listening on .*sock-ro/);
  const client = await opened(socket);
  expect(await client.call(connectGetType, undefined)).toEqual({ type: 'TEST' });
  await client.call(domainSuspend, { dom });
  const looker = await opened(readOnly);
  await expect(looker.call(domainSuspend, { dom })).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
  client.close();
  looker.close();
  const log = await readFile(join(folder, 'log'), 'utf8');
  expect(log.split('\n').map((line) => line.replace(/^.* : (\S+):\d+ : /, '$1: '))).toEqual(
    expect.arrayContaining(['daemon.client: 1 came', 'daemon.client: 2 came, read-only']),
  );
});

// A datagram socket that says what comes, as systemd's does.
const listener = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('listening', file=sys.stderr, flush=True)
while True: print(s.recv(4096).decode().replace('\\n', ' '), file=sys.stderr, flush=True)
`;

const notify = has('systemd-notify') && has('python3') ? test : test.skip;
notify('systemd is told when it is ready (skipped without systemd-notify and python3)', async () => {
  const socket = join(folder, 'notify');
  const systemd = await started('python3', ['-c', listener, socket], /listening/);
  let heard = '';
  const ready = new Promise<void>((resolve) => {
    systemd.stderr?.on('data', (text: Buffer) => {
      heard += text.toString();
      if (heard.includes('READY=1')) resolve();
    });
  });
  const daemon = await started(process.execPath, [program, '--listen', `unix:${join(folder, 'sock')}`], /listening on/, { NOTIFY_SOCKET: socket });
  await ready;
  expect(heard).toContain(`MAINPID=${daemon.pid}`);
});

const verify = has('systemd-analyze') ? test : test.skip;
verify('the units are what systemd takes (skipped without systemd-analyze)', async () => {
  const files = (await readdir(units)).map((name) => join(units, name.replace('@.', '@qemu.')));
  const { stderr } = await run('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', ...files]).catch((error: { stderr: string }) => error);
  expect(stderr.split('\n').filter((line) => line.includes('virtweave'))).toEqual([]);
});

test('a driver has a daemon of its own, on its own sockets', async () => {
  await started(process.execPath, [program, '--driver', 'test'], /listening on/, { XDG_RUNTIME_DIR: folder });
  const path = process.getuid?.() === 0 ? '/run/virtweave/virtweave-test-sock' : join(folder, 'virtweave/virtweave-test-sock');
  expect((await stat(path)).isSocket()).toBe(true);
  const client = new RpcClient(connect(path));
  await expect(client.call(connectOpen, { name: 'qemu:///system', flags: 0 })).rejects.toThrow('this daemon serves test');
  await client.call(connectOpen, { name: 'test:///default', flags: 0 });
  client.close();
});

test('told to stop, it answers what it was asked, and ends', async () => {
  const socket = join(folder, 'sock');
  const daemon = await started(process.execPath, [program, '--listen', `unix:${socket}`], /listening on/);
  const client = await opened(socket);
  const answers = Promise.allSettled(Array.from({ length: 5 }, () => client.call(connectGetType, undefined)));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const ended = once(daemon, 'exit');
  daemon.kill('SIGTERM');
  expect((await answers).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'fulfilled'));
  expect((await ended)[0]).toBe(0);
  await expect(stat(socket)).rejects.toThrow();
});
