import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireFolderLock, errnoError, FolderLocks, LocalHost, type LockOwner } from '../../src/index.ts';
import { takeOvers } from '../support/take-overs.ts';

let folder: string;
const host = new LocalHost();
const program = 'test';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const holders = (): string[] => readdirSync(join(folder, 'lock'));
const acquire = (owner?: LockOwner) => acquireFolderLock(host, folder, owner === undefined ? { program } : { program, owner });

/** A process that has ended, with this one's boot and namespace. */
async function endedOwner(): Promise<LockOwner> {
  const { owner, release } = await acquire();
  await release();
  const child = spawn('true');
  await once(child, 'exit');
  return { ...owner, pid: child.pid ?? 0, startTime: '1', program: 'ended' };
}

describe('one owner', () => {
  test('names itself in the lock, and is found by others', async () => {
    const lock = await acquire();
    expect(lock.owner.pid).toBe(process.pid);
    expect(holders()).toEqual([expect.stringMatching(new RegExp(`^test\\.pid-${process.pid}\\.start-\\d+\\.boot-[0-9a-f-]+\\.pidns-\\d+\\.[0-9a-f]+$`))]);
    await expect(acquire()).rejects.toMatchObject({
      code: 'VIR_ERR_RESOURCE_BUSY',
      int1: process.pid,
      message: expect.stringContaining(`in use by this very process (${process.pid}) already`),
    });
    await lock.release();
    await lock.release();
    expect(holders()).toEqual(['free']);
    await (await acquire()).release();
  });

  test('a living process: its pid, and what to do', async () => {
    const child = spawn('sleep', ['60']);
    const identity = await host.process(child.pid ?? 0);
    const ended = await endedOwner();
    await acquire({ ...ended, pid: child.pid ?? 0, startTime: identity?.startTime ?? '', program: 'other-service' });
    await expect(acquire()).rejects.toMatchObject({
      code: 'VIR_ERR_RESOURCE_BUSY',
      message: `resource busy: state folder '${folder}' is in use by 'other-service', process ${child.pid}; end that process, reach the folder through it, or choose another one`,
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await acquire()).release();
  });

  test('only one of many that come at once, for a folder that has no lock yet', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquire()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['lock']);
    expect(holders()).toHaveLength(1);
  });
});

describe('an owner who is gone', () => {
  test.each([
    ['ended', {}],
    ['whose pid belongs to a later process', { pid: process.pid }],
    ['of an earlier boot', { pid: process.pid, bootId: '00000000-0000-0000-0000-000000000000', pidNamespace: '1' }],
  ])('%s', async (_, change) => {
    await acquire({ ...(await endedOwner()), ...change });
    const lock = await acquire();
    expect(holders()).toEqual([expect.stringContaining(`pid-${process.pid}.`)]);
    await lock.release();
  });

  test('only one of many takes over', async () => {
    await acquire(await endedOwner());
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquire()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('one that was killed counts as long as a thread of it is still at work', async () => {
    const ended = await endedOwner();
    const seen: number[] = [];
    const dying = new (class extends LocalHost {
      override async list(path: string): Promise<readonly string[] | undefined> {
        if (path !== `/proc/${ended.pid}/task`) return super.list(path);
        seen.push(1);
        return seen.length < 3 ? [String(ended.pid), '7'] : undefined;
      }
    })();
    await acquire(ended);
    await (await acquireFolderLock(dying, folder, { program })).release();
    expect(seen).toHaveLength(3);
  });
});

describe('refused', () => {
  test('an owner in another pid namespace cannot be judged', async () => {
    await acquire({ ...(await endedOwner()), pidNamespace: '77' });
    await expect(acquire()).rejects.toMatchObject({
      code: 'VIR_ERR_RESOURCE_BUSY',
      message: expect.stringContaining(`of another pid namespace (container); when you know that it has ended, remove '${folder}/lock'`),
    });
  });

  test('a lock that is not understood', async () => {
    mkdirSync(join(folder, 'lock'));
    writeFileSync(join(folder, 'lock', 'version-2'), '');
    await expect(acquire()).rejects.toMatchObject({ code: 'VIR_ERR_RESOURCE_BUSY', message: expect.stringContaining('does not understand') });
  });

  test('a host on which this process does not run', async () => {
    const elsewhere = new (class extends LocalHost {
      override readonly label = 'root@far';
      override async readLink(): Promise<string> {
        return '4242';
      }
    })();
    await expect(acquireFolderLock(elsewhere, folder, { program })).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['ENOSPC', 'EROFS'] as const)('%s: nothing is left behind', async (code) => {
    const full = new (class extends LocalHost {
      override async createFile(path: string): Promise<boolean> {
        throw errnoError(`cannot create '${path}'`, code);
      }
    })();
    await expect(acquireFolderLock(full, folder, { program })).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('abort', async () => {
    const signal = AbortSignal.abort();
    await expect(acquireFolderLock(host, folder, { program, signal })).rejects.toBe(signal.reason);
  });
});

describe('after a crash', () => {
  test('an empty lock folder is one that nobody holds', async () => {
    mkdirSync(join(folder, 'lock'));
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => acquire()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('prepared folders of the dead are removed', async () => {
    mkdirSync(join(folder, '.lock-0123456789ab'));
    writeFileSync(join(folder, '.lock-0123456789ab', 'free'), '');
    await acquire();
    expect(readdirSync(folder)).toEqual(['lock']);
  });
});

describe('FolderLocks', () => {
  test('the first takes it, the last gives it up, by whatever path', async () => {
    const locks = new FolderLocks();
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    try {
      const [first, second] = await Promise.all([locks.acquire(host, folder, { program }), locks.acquire(host, link, { program })]);
      expect(second.folder).toBe(first.folder);
      await expect(acquire()).rejects.toMatchObject({ code: 'VIR_ERR_RESOURCE_BUSY' });
      await first.release();
      await first.release();
      expect(holders()).not.toEqual(['free']);
      const third = await locks.acquire(host, folder, { program });
      await second.release();
      const last = third.release();
      const again = locks.acquire(host, folder, { program });
      await last;
      await (await again).release();
      expect(holders()).toEqual(['free']);
    } finally {
      rmSync(link);
    }
  });

  test('a failure is everybody’s, and not remembered', async () => {
    const other = await acquire();
    const locks = new FolderLocks();
    const tries = await Promise.allSettled([locks.acquire(host, folder, { program }), locks.acquire(host, folder, { program })]);
    expect(tries.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await other.release();
    await (await locks.acquire(host, folder, { program })).release();
  });

  test('who aborts while it is taken leaves the others theirs', async () => {
    const locks = new FolderLocks();
    const abort = new AbortController();
    const [aborted, kept] = [locks.acquire(host, folder, { program, signal: abort.signal }), locks.acquire(host, folder, { program })];
    abort.abort();
    await expect(aborted).rejects.toBe(abort.signal.reason);
    await (await kept).release();
    expect(existsSync(join(folder, 'lock', 'free'))).toBe(true);
  });
});

test('eight processes that are killed while they hold it: never two owners', async () => {
  const result = await takeOvers({ processes: 8, takeOvers: 12, seed: 1 });
  expect(result).toMatchObject({ violations: [], holdersAtEnd: 1 });
  expect(result.takeOvers).toBeGreaterThanOrEqual(12);
}, 60_000);
