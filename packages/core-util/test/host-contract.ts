import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isVirtError, type Host, type VirtError } from '../src/index.ts';

/** A host to try, and an empty folder on it. */
export interface HostUnderTest {
  readonly host: Host;
  readonly folder: string;
  cleanUp(): Promise<void>;
}

/** What a failed call rejects with; fails the test when it is no VirtError. */
export async function failureOf(call: Promise<unknown>): Promise<VirtError> {
  const error = await call.then(
    (value) => new Error(`should have failed, gave ${String(value)}`),
    (reason: unknown) => reason,
  );
  if (!isVirtError(error)) throw error;
  return error;
}

/** What every host promises about files. */
export function hostFilesContract(name: string, make: () => Promise<HostUnderTest>): void {
  describe(`${name}: files`, () => {
    let host: Host;
    let folder: string;
    let cleanUp: () => Promise<void>;
    beforeAll(async () => {
      ({ host, folder, cleanUp } = await make().then((made) => ({ ...made, cleanUp: () => made.cleanUp() })));
    });
    afterAll(() => cleanUp());

    test('a file is written, replaced, read whole and in part', async () => {
      const path = `${folder}/a`;
      await host.writeFile(path, 'first');
      await host.writeFile(path, new Uint8Array([0, 255, 10]), { mode: 0o640 });
      expect([...(await host.readFile(path))]).toEqual([0, 255, 10]);
      await host.writeFile(path, 'größer', { durable: false });
      expect((await host.readFile(path)).toString()).toBe('größer');
      expect((await host.readFile(path, { offset: 1, length: 1 })).toString()).toBe('r');
      expect((await host.readFile(path, { offset: 6 })).toString()).toBe('er');
      expect(await host.readFile(path, { offset: 100, length: 10 })).toHaveLength(0);
      expect(await host.list(folder)).toEqual(['a']);
    });

    test('the mode is the one asked for, 0600 by default', async () => {
      await host.writeFile(`${folder}/private`, '');
      await host.writeFile(`${folder}/public`, '', { mode: 0o666 });
      expect(await host.stat(`${folder}/private`)).toMatchObject({ type: 'file', mode: 0o600, size: 0 });
      expect(await host.stat(`${folder}/public`)).toMatchObject({ mode: 0o666 });
    });

    test('a file longer than allowed is refused', async () => {
      const path = `${folder}/long`;
      const text = 'x'.repeat(200_000);
      await host.writeFile(path, text);
      expect((await host.readFile(path)).toString()).toBe(text);
      expect(await host.readFile(path, { maxBytes: 200_000 })).toHaveLength(200_000);
      const error = await failureOf(host.readFile(path, { maxBytes: 199_999 }));
      expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: 27, message: `cannot read '${path}': File too large` });
    });

    test('an absent file is an error with path, errno and words', async () => {
      const error = await failureOf(host.readFile(`${folder}/absent`));
      expect(error).toMatchObject({
        code: 'VIR_ERR_SYSTEM_ERROR',
        int1: 2,
        message: `cannot read '${folder}/absent': No such file or directory`,
      });
      expect(error.cause).toBeDefined();
    });

    test('writing into an absent folder fails and leaves nothing', async () => {
      const error = await failureOf(host.writeFile(`${folder}/none/a`, 'x'));
      expect(error).toMatchObject({ int1: 2, message: expect.stringContaining(`'${folder}/none/a'`) });
      expect(await host.stat(`${folder}/none`)).toBeUndefined();
    });

    test('a file cannot replace a folder, and nothing is left over', async () => {
      await host.makeFolder(`${folder}/solid/inside`);
      expect(await failureOf(host.writeFile(`${folder}/solid/inside`, 'x'))).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
      expect(await host.list(`${folder}/solid`)).toEqual(['inside']);
    });

    test('createFile makes a file once', async () => {
      const path = `${folder}/once`;
      expect(await host.createFile(path, 'one', { mode: 0o644 })).toBe(true);
      expect(await host.createFile(path, 'two')).toBe(false);
      expect((await host.readFile(path)).toString()).toBe('one');
      expect(await host.stat(path)).toMatchObject({ mode: 0o644 });
      const racers = await Promise.all(Array.from({ length: 5 }, (_, i) => host.createFile(`${folder}/race`, `${i}`)));
      expect(racers.filter((won) => won)).toHaveLength(1);
      expect((await host.list(folder))?.filter((entry) => entry.startsWith('.'))).toEqual([]);
    });

    test('appendFile creates and lengthens', async () => {
      await host.appendFile(`${folder}/log`, 'a\n');
      await host.appendFile(`${folder}/log`, 'b\n');
      expect((await host.readFile(`${folder}/log`)).toString()).toBe('a\nb\n');
      expect(await host.stat(`${folder}/log`)).toMatchObject({ mode: 0o600 });
    });

    test('list sorts, and tells an absent folder from an empty one', async () => {
      await host.makeFolder(`${folder}/many`);
      expect(await host.list(`${folder}/many`)).toEqual([]);
      for (const entry of ['b', 'a', 'C']) await host.writeFile(`${folder}/many/${entry}`, '');
      expect(await host.list(`${folder}/many`)).toEqual(['C', 'a', 'b']);
      expect(await host.list(`${folder}/absent`)).toBeUndefined();
      expect(await failureOf(host.list(`${folder}/many/a`))).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    });

    test('stat tells kinds apart and follows links unless told otherwise', async () => {
      await host.makeFolder(`${folder}/kinds`);
      await host.writeFile(`${folder}/kinds/file`, '12345');
      await host.symlink('file', `${folder}/kinds/link`);
      await host.symlink('nowhere', `${folder}/kinds/dangling`);
      expect(await host.stat(`${folder}/kinds`)).toMatchObject({ type: 'folder' });
      expect(await host.stat(`${folder}/kinds/link`)).toMatchObject({ type: 'file', size: 5 });
      expect(await host.stat(`${folder}/kinds/link`, { followLinks: false })).toMatchObject({ type: 'link' });
      expect(await host.stat(`${folder}/kinds/dangling`)).toBeUndefined();
      expect(await host.stat(`${folder}/kinds/dangling`, { followLinks: false })).toMatchObject({ type: 'link' });
      const now = Date.now() / 1000;
      const { mtime, ctime } = (await host.stat(`${folder}/kinds/file`)) ?? { mtime: 0, ctime: 0 };
      expect(Math.abs(now - mtime)).toBeLessThan(60);
      expect(Math.abs(now - ctime)).toBeLessThan(60);
    });

    test('links are made, replaced, read and resolved', async () => {
      await host.makeFolder(`${folder}/links`);
      const link = `${folder}/links/l`;
      expect(await host.readLink(link)).toBeUndefined();
      await host.symlink('../a', link);
      await host.symlink('../links', link);
      expect(await host.readLink(link)).toBe('../links');
      expect(await host.realPath(`${link}/.`)).toBe(await host.realPath(`${folder}/links`));
      expect(await failureOf(host.realPath(`${folder}/links/absent`))).toMatchObject({ int1: 2 });
      expect(await failureOf(host.readLink(`${folder}/links`))).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
      expect(await host.list(`${folder}/links`)).toEqual(['l']);
    });

    test('rename replaces', async () => {
      await host.makeFolder(`${folder}/move`);
      await host.writeFile(`${folder}/move/from`, 'new');
      await host.writeFile(`${folder}/move/to`, 'old');
      await host.rename(`${folder}/move/from`, `${folder}/move/to`);
      expect(await host.list(`${folder}/move`)).toEqual(['to']);
      expect((await host.readFile(`${folder}/move/to`)).toString()).toBe('new');
      const error = await failureOf(host.rename(`${folder}/move/from`, `${folder}/move/to`));
      expect(error).toMatchObject({ int1: 2 });
      expect(error.message).toContain(`'${folder}/move/from'`);
    });

    test('remove says whether something was there; a folder must be meant', async () => {
      await host.makeFolder(`${folder}/old/deep`);
      await host.writeFile(`${folder}/old/deep/file`, '');
      await host.symlink('deep', `${folder}/old/link`);
      expect(await host.remove(`${folder}/old/link`, { recursive: true })).toBe(true);
      expect(await host.stat(`${folder}/old/deep/file`)).toBeDefined();
      expect(await failureOf(host.remove(`${folder}/old`))).toMatchObject({ int1: 21 });
      expect(await host.remove(`${folder}/old`, { recursive: true })).toBe(true);
      expect(await host.remove(`${folder}/old`, { recursive: true })).toBe(false);
      expect(await host.remove(`${folder}/old/deep/file`)).toBe(false);
    });

    test('makeFolder makes those above as well, and is content with what is there', async () => {
      await host.makeFolder(`${folder}/x/y/z`, { mode: 0o750 });
      expect(await host.stat(`${folder}/x/y/z`)).toMatchObject({ type: 'folder', mode: 0o750 });
      await host.makeFolder(`${folder}/x/y/z`, { mode: 0o700 });
      expect(await host.stat(`${folder}/x/y/z`)).toMatchObject({ mode: 0o750 });
      await host.writeFile(`${folder}/x/file`, '');
      expect(await failureOf(host.makeFolder(`${folder}/x/file`))).toMatchObject({ int1: 17 });
    });

    test('names are taken literally', async () => {
      const path = `${folder}/it's $(touch x) "quoted"; ä -rf`;
      await host.writeFile(path, 'kept');
      expect((await host.readFile(path)).toString()).toBe('kept');
      await host.symlink(`a'b $HOME`, `${folder}/odd`);
      expect(await host.readLink(`${folder}/odd`)).toBe(`a'b $HOME`);
      expect(await host.remove(path)).toBe(true);
      expect(await failureOf(host.readFile(`${folder}/a\0b`))).toMatchObject({ int1: 22 });
    });

    test('an aborted call does nothing and rejects with the reason', async () => {
      const reason = new Error('enough');
      const signal = AbortSignal.abort(reason);
      await expect(host.writeFile(`${folder}/aborted`, 'x', { signal })).rejects.toBe(reason);
      await expect(host.readFile(`${folder}/a`, { signal })).rejects.toBe(reason);
      await expect(host.list(folder, { signal })).rejects.toBe(reason);
      expect(await host.stat(`${folder}/aborted`)).toBeUndefined();
    });
  });
}

/**
 * What hosts with real programs promise about them.
 *
 * @param startTime Milliseconds in which a program is surely started, even on a busy machine.
 */
export function hostProgramsContract(name: string, make: () => Promise<HostUnderTest>, startTime: number): void {
  describe(`${name}: programs`, () => {
    let host: Host;
    let folder: string;
    let cleanUp: () => Promise<void>;
    beforeAll(async () => {
      ({ host, folder, cleanUp } = await make().then((made) => ({ ...made, cleanUp: () => made.cleanUp() })));
    });
    afterAll(() => cleanUp());

    test('arguments arrive as they are', async () => {
      const args = ['a b', `it's`, '$HOME', '', '"', '\\', '*', '; exit 1', 'new\nline', '-n', 'ä'];
      const { stdout, stderr, status, signal } = await host.run('printf', ['%s|', ...args]);
      expect({ stdout, stderr, status, signal }).toEqual({ stdout: `${args.join('|')}|`, stderr: '', status: 0, signal: null });
    });

    test('input, environment and folder', async () => {
      expect((await host.run('cat', [], { input: 'größe' })).stdout).toBe('größe');
      expect((await host.run('cat', [])).stdout).toBe('');
      expect((await host.run('pwd', [], { cwd: '/' })).stdout).toBe('/\n');
      const path = '/usr/bin:/bin';
      const { stdout } = await host.run('env', [], { env: { PATH: path, ODD: `a'b $x` } });
      expect(stdout).toContain(`ODD=a'b $x\n`);
      expect(stdout).not.toContain('HOME=');
      expect((await host.run('sh', ['-c', 'echo $LC_ALL $HOME'])).stdout).toMatch(/^C \/.*\n$/);
    });

    test('a program that takes no input does not make the call fail', async () => {
      expect(await host.run('true', [], { input: 'x'.repeat(300_000) })).toMatchObject({ status: 0 });
    });

    test('a failing program rejects with its status and words, unless unchecked', async () => {
      const args = ['-c', 'echo out; echo wrong >&2; exit 3'];
      const error = await failureOf(host.run('sh', args));
      expect(error).toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR', int1: 3 });
      expect(error.message).toBe(`internal error: Child process (sh ${args.join(' ')}) unexpected exit status 3: wrong`);
      expect(await host.run('sh', args, { check: false })).toEqual({ status: 3, signal: null, stdout: 'out\n', stderr: 'wrong\n' });
    });

    test('a program ended by a signal', async () => {
      const result = await host.run('sh', ['-c', 'kill -TERM $$'], { check: false });
      expect(result).toMatchObject({ status: null, signal: 'SIGTERM' });
    });

    test('a program or folder that is absent is named', async () => {
      const error = await failureOf(host.run('/no/such program', ['x']));
      expect(error).toMatchObject({
        code: 'VIR_ERR_SYSTEM_ERROR',
        int1: 2,
        message: `cannot run '/no/such program': No such file or directory`,
      });
      expect((await failureOf(host.run('true', [], { cwd: '/no/such' }))).message).toContain(`folder '/no/such'`);
    });

    test('too much output ends the program', async () => {
      const error = await failureOf(host.run('yes', [], { maxOutput: 10_000 }));
      expect(error).toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR', message: expect.stringContaining('more than 10000 bytes') });
      expect((await host.run('head', ['-c', '10000', '/dev/zero'], { maxOutput: 10_000 })).stdout).toHaveLength(10_000);
    });

    test('a grandchild that holds the pipes does not delay the answer', async () => {
      const start = Date.now();
      const result = await host.run('sh', ['-c', 'sleep 3 & echo done']);
      expect(result.stdout).toBe('done\n');
      expect(Date.now() - start).toBeLessThan(2000);
    });

    test('timeout and abort end the program and what it started', async () => {
      const pidFile = `${folder}/pid`;
      const args = ['-c', `sleep 60 & echo $! >"$0"; wait`, pidFile];
      const error = await failureOf(host.run('sh', args, { timeout: startTime }));
      expect(error).toMatchObject({ code: 'VIR_ERR_OPERATION_TIMEOUT' });
      await gone(host, Number((await host.readFile(pidFile)).toString()));

      await host.remove(pidFile);
      const reason = new Error('enough');
      const controller = new AbortController();
      const running = expect(host.run('sh', args, { signal: controller.signal })).rejects.toBe(reason);
      await until(async () => (await host.stat(pidFile))?.size ?? 0, (size) => size > 0);
      controller.abort(reason);
      await running;
      await gone(host, Number((await host.readFile(pidFile)).toString()));
    });

    test('a program is ended even when the time is up before it has begun', async () => {
      const start = Date.now();
      const error = await failureOf(host.run('sleep', ['60'], { timeout: 1 }));
      expect(error).toMatchObject({ code: 'VIR_ERR_OPERATION_TIMEOUT' });
      expect(Date.now() - start).toBeLessThan(startTime + 1500);
    });

    test('a spawned program lives on, writes to its log, and is told from others by its start time', async () => {
      const log = `${folder}/spawned.log`;
      await host.writeFile(log, 'before\n');
      const spawned = await host.spawn('sh', ['-c', 'echo "$0"; echo oops >&2; cut -d " " -f 6 /proc/$$/stat; exec sleep 60', `it's $x`], { log });
      try {
        expect(await host.process(spawned.pid)).toEqual({ pid: spawned.pid, startTime: spawned.startTime });
        const text = await until(async () => (await host.readFile(log)).toString(), (t) => t.split('\n').length > 4);
        expect(text).toBe(`before\nit's $x\noops\n${text.split('\n')[3]}\n`);
        // The leader of a session of its own.
        expect(Number(text.split('\n')[3])).toBe(spawned.pid);
        expect(await host.signal({ pid: spawned.pid, startTime: '1' }, 'SIGKILL')).toBe(false);
        expect(await host.process(spawned.pid)).toBeDefined();
      } finally {
        expect(await host.signal(spawned, 'SIGKILL')).toBe(true);
      }
      await gone(host, spawned.pid);
      expect(await host.signal(spawned, 'SIGKILL')).toBe(false);
      if (spawned.exited !== undefined) expect(await spawned.exited).toEqual({ status: null, signal: 'SIGKILL' });
    });

    test('spawning an absent program rejects', async () => {
      const error = await failureOf(host.spawn('/no/such', [], { log: `${folder}/none.log` }));
      expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: 2, message: `cannot run '/no/such': No such file or directory` });
      expect((await failureOf(host.spawn('true', [], { log: `${folder}/absent/x` }))).message).toContain(`'${folder}/absent/x'`);
    });

    test('a process that is not there', async () => {
      expect(await host.process(2 ** 22 + 5)).toBeUndefined();
      expect(await failureOf(host.process(0))).toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
      expect(await failureOf(host.signal({ pid: -1, startTime: '0' }, 'SIGTERM'))).toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    });

    test('files in /proc are read to their end', async () => {
      expect((await host.readFile('/proc/self/status')).toString()).toMatch(/^Name:.*\n/);
      expect((await host.readFile('/proc/self/status', { length: 5 })).toString()).toBe('Name:');
    });

    test('a socket that nobody serves', async () => {
      const path = `${folder}/none.sock`;
      const error = await failureOf(host.connect({ path }));
      expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
      expect(error.message).toContain(`Failed to connect socket to '${path}'`);
      expect((await failureOf(host.connect({ host: '127.0.0.1', port: 1 }))).message).toContain(`'127.0.0.1:1'`);
    });
  });
}

/** Waits (by looking again) for something that another process does. */
export async function until<T>(look: () => Promise<T>, good: (value: T) => boolean, ms = 5000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look();
    if (good(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function gone(host: Host, pid: number): Promise<void> {
  expect(await until(() => host.process(pid), (found) => found === undefined)).toBeUndefined();
}
