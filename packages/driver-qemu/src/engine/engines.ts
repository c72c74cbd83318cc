import { LocalHost, type Host } from '@virtweave/core-util';
import { autostartGuests } from '../lifecycle/autostart.ts';
import { reconnectGuests } from '../lifecycle/reconnect.ts';
import { findManagedSaves } from '../save/save.ts';
import { findSnapshots } from '../snapshot/store.ts';
import type { Scope } from '../scope.ts';
import { QemuEngine, type EngineOptions } from './engine.ts';

/** An engine that connections of this process share. */
interface Shared {
  readonly engine: Promise<QemuEngine>;
  users: number;
  /** Set when the last user has left. */
  closed?: Promise<void>;
}

/** Engines by machine, then by state folder. This machine is one, however many `LocalHost` there are. */
const machines = new Map<unknown, Map<string, Shared>>();

export interface EngineUse {
  readonly engine: QemuEngine;
  /** Gives it back. The last one to do so closes it, and leaves the guests running. */
  release(): Promise<void>;
}

/** The engine of a scope. */
export async function engineFor(
  scope: Scope,
  host: Host,
  options: EngineOptions & { readonly signal?: AbortSignal },
): Promise<EngineUse> {
  const { peers, signal } = options;
  const machine = host instanceof LocalHost ? 'localhost' : host;
  const engines = machines.get(machine) ?? new Map<string, Shared>();
  machines.set(machine, engines);
  const folder = scope.folders.state;
  for (let old = engines.get(folder); old?.closed !== undefined; old = engines.get(folder)) await old.closed;
  const shared: Shared = engines.get(folder) ?? { engine: open(scope, host, options), users: 0 };
  engines.set(folder, shared);
  shared.users += 1;

  let released: Promise<void> | undefined;
  const leave = async (): Promise<void> => {
    shared.users -= 1;
    if (shared.users > 0) return;
    shared.closed = close(shared).finally(() => {
      if (engines.get(folder) === shared) engines.delete(folder);
      if (engines.size === 0 && machines.get(machine) === engines) machines.delete(machine);
    });
    await shared.closed;
  };
  const release = (): Promise<void> => (released ??= leave());
  try {
    // Not aborted for the others who wait for it: who gives up only leaves.
    const engine = await unlessAborted(shared.engine, signal);
    engine.peers = peers;
    return { engine, release };
  } catch (error) {
    const left = release();
    if (signal?.aborted !== true) await left;
    throw error;
  }
}

async function close({ engine }: Shared): Promise<void> {
  // One that failed to open has nothing to close, and who opened it knows.
  await (await engine.catch(() => undefined))?.close();
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => (onAbort = () => reject(signal.reason as Error)));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function open(scope: Scope, host: Host, options: EngineOptions): Promise<QemuEngine> {
  const { engine, statuses, allRead } = await QemuEngine.open(scope, host, options);
  try {
    await findManagedSaves(engine);
    await reconnectGuests(engine, statuses, allRead);
    // Behind it: guests that only run have snapshots, too.
    await findSnapshots(engine);
    // In the background: a connection does not wait for guests to start.
    engine.inBackground('autostart', autostartGuests(engine));
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
