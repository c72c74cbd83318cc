import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { isVirtError } from '@virtweave/core-util';
import { hostFilesContract } from '../../core-util/test/host-contract.ts';
import { duplexPair, FaultyHost, FixtureHost } from '../src/index.ts';

hostFilesContract('FixtureHost', async () => ({
  host: new FixtureHost({ files: { '/tmp/x': { folder: true } } }),
  folder: '/tmp/x',
  cleanUp: async () => undefined,
}));

test('a tree of files, links, folders and devices', async () => {
  const host = new FixtureHost({
    files: {
      '/etc/a.conf': 'x=1',
      '/etc/b': { content: new Uint8Array([1]), mode: 0o600, uid: 5, gid: 6 },
      '/bin': { link: 'usr/bin' },
      '/usr/bin/tool': '',
      '/empty': { folder: true, mode: 0o700 },
      '/dev/kvm': { special: 'character' },
    },
  });
  expect((await host.readFile('/etc/../etc/a.conf')).toString()).toBe('x=1');
  expect(await host.stat('/etc/b')).toMatchObject({ type: 'file', size: 1, mode: 0o600, uid: 5, gid: 6 });
  expect(await host.realPath('/bin/tool')).toBe('/usr/bin/tool');
  expect(await host.list('/empty')).toEqual([]);
  expect(await host.stat('/dev/kvm')).toMatchObject({ type: 'character' });
  expect(host.contents('/usr')).toEqual({ '/usr/bin': 'folder', '/usr/bin/tool': '' });
  expect(host.contents()['/bin']).toBe('-> usr/bin');
});

test('links in a circle', async () => {
  const host = new FixtureHost({ files: { '/a': { link: 'b' }, '/b': { link: '/a' } } });
  await expect(host.readFile('/a')).rejects.toMatchObject({ int1: 40 });
});

test('expected commands answer, are recorded, and can be missed', async () => {
  const host = new FixtureHost({
    commands: [
      { program: 'ip', args: ['link', /^show$/], stdout: 'eth0', times: 2 },
      { program: 'false', status: 1, stderr: 'no\n' },
      { program: 'cat', action: (_args, { input }) => ({ stdout: String(input) }) },
      { program: 'never' },
    ],
  });
  expect(await host.run('ip', ['link', 'show'])).toEqual({ stdout: 'eth0', stderr: '', status: 0, signal: null });
  expect((await host.run('cat', [], { input: 'x' })).stdout).toBe('x');
  await expect(host.run('false', ['-x'])).rejects.toMatchObject({
    code: 'VIR_ERR_INTERNAL_ERROR',
    message: 'internal error: Child process (false -x) unexpected exit status 1: no',
  });
  expect(host.ran.map(({ program }) => program)).toEqual(['ip', 'cat', 'false']);
  expect(host.missed.map(({ program }) => program)).toEqual(['ip', 'never']);
});

test('an unexpected command fails, named', async () => {
  const host = new FixtureHost({ commands: [{ program: 'ip', args: ['link'] }] });
  for (const args of [['addr'], ['link', 'x'], []]) {
    const error: unknown = await host.run('ip', args, { check: false }).catch((reason: unknown) => reason);
    expect(isVirtError(error)).toBe(true);
    expect(String(error)).toContain(`unexpected command in fixture: '${['ip', ...args].join(' ')}'`);
  }
  await host.run('ip', ['link']);
  await expect(host.run('ip', ['link'])).rejects.toThrow('unexpected command');
});

test('in an ordered script the order counts', async () => {
  const host = new FixtureHost({ ordered: true, commands: [{ program: 'a' }, { program: 'b' }] });
  await expect(host.run('b', [])).rejects.toThrow(`expected 'a'`);
  await host.run('a', []);
  await host.run('b', []);
});

test('a spawned program lives until it is ended, and serves the sockets that it inherited', async () => {
  const host = new FixtureHost({
    files: { '/run': { folder: true } },
    commands: [{ program: 'qemu', stderr: 'warning\n', serve: (stream) => stream.end('hello') }],
  });
  const child = await host.spawn('qemu', ['-x'], { log: '/run/log', listen: [{ path: '/run/monitor' }] });
  expect(await host.process(child.pid)).toEqual({ pid: child.pid, startTime: child.startTime });
  expect(await text(await host.connect({ path: '/run/monitor' }))).toBe('hello');
  expect((await host.readFile('/run/log')).toString()).toBe('warning\n');
  expect(await host.signal({ ...child, startTime: '0' }, 'SIGKILL')).toBe(false);
  expect(await host.signal(child, 'SIGTERM')).toBe(true);
  expect(await child.exited).toEqual({ status: null, signal: 'SIGTERM' });
  expect(await host.process(child.pid)).toBeUndefined();
});

test('sockets and devices that nobody serves', async () => {
  const host = new FixtureHost({ files: { '/s': { special: 'socket' } } });
  await expect(host.connect({ path: '/s' })).rejects.toMatchObject({ int1: 111 });
  await expect(host.connect({ path: '/none' })).rejects.toMatchObject({ int1: 2 });
  await expect(host.connect({ host: 'h', port: 1 })).rejects.toThrow(`'h:1'`);
  host.serve('/dev/pts/0', (stream) => stream.pipe(stream));
  const device = await host.openDevice('/dev/pts/0');
  device.end('echo');
  expect(await text(device)).toBe('echo');
});

test('both ends of a pair see what the other writes, and its end, under back pressure too', async () => {
  const [one, two] = duplexPair();
  const long = 'x'.repeat(300_000);
  one.end(long);
  expect(await text(two)).toBe(long);
  const [three, four] = duplexPair();
  three.destroy();
  expect(await text(four)).toBe('');
});

test('a power cut leaves what was made durable, and nothing else', async () => {
  const host = new FixtureHost({ files: { '/s/old': 'old', '/s/gone': 'gone', '/s/moved': 'moved' } });
  await host.writeFile('/s/old', 'new', { durable: false });
  await host.remove('/s/gone', { durable: false });
  await host.rename('/s/moved', '/s/elsewhere', { durable: false });
  await host.appendFile('/s/log', 'line');
  expect(await host.list('/s')).toEqual(['elsewhere', 'log', 'old']);
  host.powerCut();
  expect(host.contents('/s')).toEqual({ '/s/old': 'old', '/s/gone': 'gone', '/s/moved': 'moved' });
});

test('a name can be durable while its content is not', async () => {
  const host = new FixtureHost({ files: { '/s/old': 'old' } });
  await host.writeFile('/s/old', 'new', { durable: false });
  await host.writeFile('/s/other', 'kept');
  host.powerCut();
  // The second write has synced the folder, and with it the name of a file that was never synced.
  expect(host.contents('/s')).toEqual({ '/s/old': '', '/s/other': 'kept' });
});

test('a fault is an error with errno and path', async () => {
  const machine = new FixtureHost({ files: { '/s/a': 'a' } });
  const host = new FaultyHost(machine, ({ name, target }) => (name === 'writeFile' && target.startsWith('/s') ? 'ENOSPC' : undefined));
  await expect(host.writeFile('/s/a', 'b')).rejects.toMatchObject({
    code: 'VIR_ERR_SYSTEM_ERROR',
    int1: 28,
    message: `cannot write '/s/a': No space left on device`,
  });
  expect((await host.readFile('/s/a')).toString()).toBe('a');
});
