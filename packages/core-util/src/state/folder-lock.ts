import { setTimeout as sleep } from 'node:timers/promises';
import { isVirtError, VirtError } from '../errors/virt-error.ts';
import type { CallOptions, Host } from '../host/host.ts';
import { ownerFileName, ownerState, parseOwnerFileName, thisProcess, type LockOwner } from './lock-owner.ts';

export interface FolderLockOptions extends CallOptions {
  /** What the program calls itself, for the messages of those who find the folder taken. */
  readonly program: string;
  /** Who takes the lock. Default: this process. For tests, and for hosts that are pretended. */
  readonly owner?: LockOwner;
}

/** The right to use a state folder. */
export interface FolderLock {
  /** The folder's real path. */
  readonly folder: string;
  readonly owner: LockOwner;
  /** Gives it up. Any number of times. */
  release(): Promise<void>;
}

const FREE = 'free';
/** Begins the name of a lock folder that is not in its place yet. */
const PREPARED = '.lock-';
const ENOENT = 2;
const EEXIST = 17;
const ENOTEMPTY = 39;
/** Milliseconds between two looks at an owner that is being killed. */
const ENDING_DELAY = 5;
/** Turns in which something changed between look and rename, before we give up: each is a lock that somebody else got. */
const MOST_TURNS = 1000;

/**
 * Makes this process the owner of a state folder, until `release()` or its death.
 *
 * The lock is a folder `lock` with exactly one file in it, from its first moment on, and the file's *name* says who holds
 * it: `free`, or program, pid, start time, boot and pid namespace. Taking it, from nobody or from an owner who is gone,
 * renames that one file from the name that was judged to our own. rename(2) names its victim, so what is renamed is what
 * was judged: whoever comes second finds the name gone and looks again. Nothing is ever put back, no content is half
 * written, and there is no moment at which a third could step in.
 *
 * The lock folder itself appears with its file in it, by the rename of a prepared one; the kernel refuses that unless the
 * place is empty.
 *
 * Not for folders that several machines share: another machine's boot looks like an earlier one of ours.
 *
 * @throws VirtError `VIR_ERR_RESOURCE_BUSY` when a living process holds it: `int1` is its pid, `str2` what it calls itself,
 * `str3` the folder's real path; the host's error when the folder cannot be written.
 * @example
 * ```ts
 * const lock = await acquireFolderLock(host, '/var/lib/virtweave/qemu', { program: 'my-service' });
 * try {
 *   await serve();
 * } finally {
 *   await lock.release();
 * }
 * ```
 */
export async function acquireFolderLock(host: Host, folder: string, options: FolderLockOptions): Promise<FolderLock> {
  const { signal, program } = options;
  await host.makeFolder(folder, { signal });
  const [real, owner] = await Promise.all([host.realPath(folder, { signal }), options.owner ?? thisProcess(host, program)]);
  const place = `${real}/lock`;
  const ours = ownerFileName(owner, uniqueWord());

  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    signal?.throwIfAborted();
    const holders = await host.list(place, { signal });
    const holder = holders?.[0];
    if (holder === undefined) {
      await makeLock(host, real, place);
      continue;
    }
    // A list that was made while the file got another name may show both.
    if (holders?.length !== 1) continue;
    const state = holder === FREE ? 'gone' : await judge(host, holder, owner);
    if (state === 'ending') await sleep(ENDING_DELAY, undefined, { signal });
    else if (state !== 'gone') throw busy(real, `${place}/${holder}`, parseOwnerFileName(holder), state, owner);
    else if (await renamed(host, `${place}/${holder}`, `${place}/${ours}`, [ENOENT])) {
      return heldLock(host, real, owner, place, ours);
    }
  }
  throw new VirtError('VIR_ERR_RESOURCE_BUSY', `state folder '${real}' is being taken by one process after another`);
}

async function judge(host: Host, holder: string, self: LockOwner): Promise<'alive' | 'gone' | 'ending' | 'hidden' | 'unknown'> {
  const owner = parseOwnerFileName(holder);
  return owner === undefined ? 'unknown' : ownerState(host, owner, self);
}

/** Puts a free lock where there is none, or an empty folder that a power cut left of one. */
async function makeLock(host: Host, folder: string, place: string): Promise<void> {
  const prepared = `${folder}/${PREPARED}${uniqueWord()}`;
  try {
    await host.makeFolder(prepared);
    await host.createFile(`${prepared}/${FREE}`, '', { durable: false });
    await renamed(host, prepared, place, [EEXIST, ENOTEMPTY]);
    await tidy(host, folder);
  } catch (error) {
    await tolerating(host.remove(prepared, { recursive: true, durable: false }), [ENOENT, ENOTEMPTY]);
    // ENOENT: whoever made the lock has tidied up.
    if (errnoNumberOf(error) !== ENOENT) throw error;
  }
}

/**
 * Removes prepared lock folders: ours when it came too late, and those of processes that died on the way. Whoever is on the
 * way still loses nothing by it: there is a lock now.
 */
async function tidy(host: Host, folder: string): Promise<void> {
  for (const name of (await host.list(folder)) ?? []) {
    if (!name.startsWith(PREPARED)) continue;
    await tolerating(host.remove(`${folder}/${name}`, { recursive: true, durable: false }), [ENOENT, ENOTEMPTY]);
  }
}

/** Not durable: after a power cut it is another boot, and every owner is gone. */
function renamed(host: Host, from: string, to: string, lost: readonly number[]): Promise<boolean> {
  return tolerating(host.rename(from, to, { durable: false }), lost);
}

/** Did it succeed? Throws unless the error is one of these. */
async function tolerating(call: Promise<unknown>, errors: readonly number[]): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (errors.includes(errnoNumberOf(error) ?? 0)) return false;
    throw error;
  }
}

/** By the global, which Node loads when it is first touched. */
function uniqueWord(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
}

function errnoNumberOf(error: unknown): number | undefined {
  return isVirtError(error, 'VIR_ERR_SYSTEM_ERROR') ? error.int1 : undefined;
}

function heldLock(host: Host, folder: string, owner: LockOwner, place: string, ours: string): FolderLock {
  let released: Promise<void> | undefined;
  return {
    folder,
    owner,
    release: () => {
      released ??= host.rename(`${place}/${ours}`, `${place}/${FREE}`, { durable: false });
      return released;
    },
  };
}

function busy(folder: string, file: string, owner: LockOwner | undefined, state: string, self: LockOwner): VirtError {
  if (owner === undefined) {
    return new VirtError(
      'VIR_ERR_RESOURCE_BUSY',
      `state folder '${folder}' has a lock that this version does not understand: '${file}'; end the program that made it, then remove the file's folder`,
    );
  }
  const who = `'${owner.program}', process ${owner.pid}`;
  let text = `state folder '${folder}' is in use by ${who}; end that process, reach the folder through it, or choose another one`;
  if (state === 'hidden') {
    text = `state folder '${folder}' is in use by ${who} of another pid namespace (container); when you know that it has ended, remove '${file.slice(0, file.lastIndexOf('/'))}'`;
  } else if (owner.pid === self.pid && owner.startTime === self.startTime) {
    text = `state folder '${folder}' is in use by this very process (${owner.pid}) already; share the lock by one FolderLocks, or close the other connection`;
  }
  return new VirtError('VIR_ERR_RESOURCE_BUSY', text, { int1: owner.pid, str2: owner.program, str3: folder });
}
