import { LocalHost, type Host } from '@virtweave/core-util';
import { autostartGuests } from '../lifecycle/autostart.ts';
import { reconnectGuests } from '../lifecycle/reconnect.ts';
import type { Scope } from '../scope.ts';
import { QemuEngine } from './engine.ts';

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
export async function engineFor(scope: Scope, host: Host, signal?: AbortSignal): Promise<EngineUse> {
  const machine = host instanceof LocalHost ? 'localhost' : host;
  const engines = machines.get(machine) ?? new Map<string, Shared>();
  machines.set(machine, engines);
  const folder = scope.folders.state;
  for (let old = engines.get(folder); old?.closed !== undefined; old = engines.get(folder)) await old.closed;
  const shared: Shared = engines.get(folder) ?? { engine: open(scope, host, signal), users: 0 };
  engines.set(folder, shared);
  shared.users += 1;

  let released: Promise<void> | undefined;
  const leave = async (): Promise<void> => {
    shared.users -= 1;
    if (shared.users > 0) return;
    shared.closed = close(shared).finally(() => {
      if (engines.get(folder) === shared) engines.delete(folder);
    });
    await shared.closed;
  };
  const release = (): Promise<void> => (released ??= leave());
  try {
    return { engine: await shared.engine, release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function close({ engine }: Shared): Promise<void> {
  // One that failed to open has nothing to close, and who opened it knows.
  await (await engine.catch(() => undefined))?.close();
}

async function open(scope: Scope, host: Host, signal?: AbortSignal): Promise<QemuEngine> {
  const { engine, statuses } = await QemuEngine.open(scope, host, signal);
  try {
    await reconnectGuests(engine, statuses);
    // In the background: a connection does not wait for guests to start.
    engine.inBackground('autostart', autostartGuests(engine));
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
