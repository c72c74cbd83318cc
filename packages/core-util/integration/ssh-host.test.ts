import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { connectSsh, type Host, type SshOptions } from '../src/index.ts';
import { failureOf, hostFilesContract, hostProgramsContract, until, type HostUnderTest } from '../test/host-contract.ts';
import { startSshServer, type SshServer } from '../test/support/ssh-server.ts';

// Each program starts with a login shell, which can take its time.
jest.setTimeout(20_000);

let server: SshServer;
let starting: Promise<SshServer> | undefined;
const started = (): Promise<SshServer> => (starting ??= startSshServer());
beforeAll(async () => {
  server = await started();
});
afterAll(() => server.close());

const optionsOf = ({ port, user, keyFile, knownHosts }: SshServer): SshOptions => ({
  host: '127.0.0.1',
  port,
  user,
  keyFiles: [keyFile],
  agent: false,
  knownHosts: [knownHosts],
});

async function make(): Promise<HostUnderTest> {
  const sshd = await started();
  const host = await connectSsh(optionsOf(sshd));
  const folder = fs.mkdtempSync(`${sshd.folder}/work-`);
  return { host, folder, cleanUp: () => host.close() };
}

hostFilesContract('SshHost', make);
hostProgramsContract('SshHost', make, 2000);

describe('SshHost: connecting', () => {
  const withHosts = (lines: string): SshOptions => {
    const file = `${server.folder}/hosts`;
    fs.writeFileSync(file, lines);
    return { ...optionsOf(server), knownHosts: [file] };
  };
  const other = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';

  test.each([
    ['unknown', '', 'is not known'],
    ['known for another port', '127.0.0.1 KEY', 'is not known'],
    ['changed', `[127.0.0.1]:PORT ssh-ed25519 ${other}`, 'is not the known one'],
    ['revoked', '[127.0.0.1]:PORT KEY\n@revoked * KEY', 'has been revoked'],
    ['vouched for by an authority', '@cert-authority * KEY', 'certificate authority'],
  ])('a host key that is %s is refused', async (_name, lines, words) => {
    const hosts = lines.replaceAll('PORT', String(server.port)).replaceAll('KEY', server.hostKey);
    const error = await failureOf(connectSsh(withHosts(hosts)));
    expect(error.code).toBe('VIR_ERR_SSH');
    expect(error.message).toContain(words);
    expect(error.message).toContain(`[127.0.0.1]:${server.port}`);
  });

  test('any key will do when the caller says so', async () => {
    const host = await connectSsh({ ...withHosts(''), verify: 'ignore' });
    await host.close();
  });

  test('a key that may not log in', async () => {
    const options = { ...optionsOf(server), keyFiles: [server.strangerKeyFile] };
    expect((await failureOf(connectSsh(options))).code).toBe('VIR_ERR_AUTH_FAILED');
    expect((await failureOf(connectSsh({ ...options, keyFiles: [] }))).message).toContain('no private key');
    const absent = await failureOf(connectSsh({ ...options, keyFiles: ['/no/such/key'] }));
    expect(absent.message).toContain(`'/no/such/key'`);
    const nonsense = await failureOf(connectSsh({ ...options, keyFiles: [server.knownHosts] }));
    expect(nonsense).toMatchObject({ code: 'VIR_ERR_AUTH_FAILED', message: expect.stringContaining(server.knownHosts) });
  });

  test('nobody there, somebody silent, and somebody who hangs up', async () => {
    expect(await failureOf(connectSsh({ ...optionsOf(server), port: 1 }))).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: 111 });
    const silent = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const error = await failureOf(connectSsh({ ...optionsOf(server), port, timeout: 200 }));
    expect(error.code).toBe('VIR_ERR_OPERATION_TIMEOUT');
    const controller = new AbortController();
    const call = connectSsh({ ...optionsOf(server), port, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await expect(call).rejects.toThrow('enough');
    silent.on('connection', (socket) => socket.destroy());
    expect((await failureOf(connectSsh({ ...optionsOf(server), port }))).code).toMatch(/VIR_ERR_(SSH|SYSTEM_ERROR)/);
    await new Promise((resolve) => silent.close(resolve));
  });

  test('calls after the end', async () => {
    const host = await connectSsh(optionsOf(server));
    await host.close();
    await host.close();
    expect((await failureOf(host.run('true', []))).code).toBe('VIR_ERR_SSH');
    expect((await failureOf(host.readFile('/etc/passwd'))).message).toContain('is closed');
  });

  test('a lost connection fails the calls that are under way', async () => {
    const host = await connectSsh(optionsOf(server));
    const { stdout } = await host.run('sh', ['-c', 'echo $PPID']);
    const running = failureOf(host.run('sleep', ['10']));
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.kill(Number(stdout), 'SIGKILL');
    const error = await running;
    expect(error).toMatchObject({ code: 'VIR_ERR_SSH', message: expect.stringContaining('was lost') });
    expect((await failureOf(host.stat('/'))).code).toBe('VIR_ERR_SSH');
  });

  test('an idle connection does not keep the process alive', async () => {
    const script = `
      import { connectSsh } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).pathname)};
      const host = await connectSsh(${JSON.stringify(optionsOf(server))});
      console.log((await host.run('echo', ['alive'])).stdout.trim(), (await host.stat('/')).type);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    expect(await text(child.stdout)).toBe('alive folder\n');
    expect(await ended).toBe(0);
  });
});

describe('SshHost: streams', () => {
  let host: Host;
  let folder: string;
  let cleanUp: () => Promise<void>;
  beforeAll(async () => {
    const made = await make();
    ({ host, folder } = made);
    cleanUp = () => made.cleanUp();
  });
  afterAll(() => cleanUp());

  test('a unix socket and a TCP port over there', async () => {
    const path = `${folder}/echo.sock`;
    for (const address of [path, 0]) {
      const echo = net.createServer((socket) => socket.pipe(socket)).listen(address);
      await new Promise((resolve) => echo.once('listening', resolve));
      const bound = echo.address();
      const stream = await host.connect(typeof bound === 'object' && bound !== null ? { host: '127.0.0.1', port: bound.port } : { path });
      stream.end('there and back');
      expect(await text(stream)).toBe('there and back');
      await new Promise((resolve) => echo.close(resolve));
    }
    expect((await failureOf(host.connect({ path: `${folder}/none` }))).int1).toBe(2);
    fs.writeFileSync(`${folder}/plain`, '');
    expect((await failureOf(host.connect({ path: `${folder}/plain` }))).int1).toBe(111);
  });

  test('a terminal over there', async () => {
    const script = spawn('script', ['-qfc', 'stty raw -echo; tty; exec sleep 60', '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let said = '';
    script.stdout.on('data', (chunk) => (said += String(chunk)));
    const name = (await until(async () => said, (found) => found.includes('\n'))).trim();
    const device = await host.openDevice(name);
    let got = '';
    device.on('data', (chunk) => (got += String(chunk)));
    const closed = new Promise((resolve) => device.once('close', resolve));
    device.write('to the guest\n');
    script.stdin.write('from the guest');
    expect(await until(async () => got, (found) => found !== '')).toBe('from the guest');
    expect(await until(async () => said, (found) => found.includes('guest'))).toContain('to the guest\n');

    // The helper of a second one goes with it.
    const helpers = async (): Promise<number> => commandLines().filter((line) => line.endsWith(`\0sh\0${name}\0`)).length;
    const before = await helpers();
    expect(before).toBeGreaterThan(0);
    const second = await host.openDevice(name);
    expect(await helpers()).toBeGreaterThan(before);
    second.destroy();
    expect(await until(helpers, (count) => count === before, 3000)).toBe(before);
    script.kill('SIGKILL');
    await closed;
    expect(got).toBe('from the guest');
    expect((await failureOf(host.openDevice('/dev/zero'))).code).toBe('VIR_ERR_OPERATION_UNSUPPORTED');
    expect((await failureOf(host.openDevice(`${folder}/absent`))).int1).toBe(2);
  });

  test('sockets cannot be handed down, fifos are not read', async () => {
    const error = await failureOf(host.spawn('true', [], { log: `${folder}/log`, listen: [{ path: `${folder}/s` }] }));
    expect(error.code).toBe('VIR_ERR_OPERATION_UNSUPPORTED');
    await host.run('mkfifo', [`${folder}/fifo`]);
    expect((await failureOf(host.readFile(`${folder}/fifo`))).code).toBe('VIR_ERR_OPERATION_UNSUPPORTED');
  });

  test('a long file, both ways', async () => {
    const data = Buffer.alloc(3_000_000, 'abcdefg');
    await host.writeFile(`${folder}/long`, data);
    expect((await host.readFile(`${folder}/long`)).equals(data)).toBe(true);
  });

  test('a spawned program outlives the connection', async () => {
    const own = (await make()).host;
    const child = await own.spawn('sleep', ['60'], { log: `${folder}/log`, env: { A: '1' }, cwd: '/' });
    await own.close();
    expect(await host.process(child.pid)).toEqual({ pid: child.pid, startTime: child.startTime });
    expect((await host.readFile(`/proc/${child.pid}/environ`)).toString()).toBe('A=1\0');
    expect(await host.realPath(`/proc/${child.pid}/cwd`)).toBe('/');
    expect(await host.signal(child, 'SIGKILL')).toBe(true);
  });
});

/** Of all processes: over there is here. */
function commandLines(): string[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) ? [fs.readFileSync(`/proc/${name}/cmdline`, 'utf8')] : [];
    } catch {
      return [];
    }
  });
}
