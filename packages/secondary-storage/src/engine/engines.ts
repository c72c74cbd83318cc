import type { Peers } from '@virtweave/core-api';
import { LocalHost, type Host } from '@virtweave/core-util';
import { autostartPools } from '../lifecycle/autostart.ts';
import { findActivePools } from '../lifecycle/find-active.ts';
import type { Scope } from '../scope.ts';
import { StorageEngine } from './engine.ts';

/** An engine that connections of this process share. */
interface Shared {
  readonly engine: Promise<StorageEngine>;
  users: number;
  /** Set when the last user has left. */
  closed?: Promise<void>;
}

/** Engines by machine, then by state folder. This machine is one, however many `LocalHost` there are. */
const machines = new Map<unknown, Map<string, Shared>>();

export interface EngineUse {
  readonly engine: StorageEngine;
  /** Gives it back. The last one to do so closes it, and leaves the pools active. */
  release(): Promise<void>;
}

/** The engine of a scope. */
export async function engineFor(scope: Scope, host: Host, peers: Peers, lockProgram = 'virtweave'): Promise<EngineUse> {
  const machine = host instanceof LocalHost ? 'localhost' : host;
  const engines = machines.get(machine) ?? new Map<string, Shared>();
  machines.set(machine, engines);
  const folder = scope.folders.state;
  for (let old = engines.get(folder); old?.closed !== undefined; old = engines.get(folder)) await old.closed;
  const shared: Shared = engines.get(folder) ?? { engine: open(scope, host, peers, lockProgram), users: 0 };
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

async function open(scope: Scope, host: Host, peers: Peers, lockProgram: string): Promise<StorageEngine> {
  const { engine, wereActive } = await StorageEngine.open(scope, host, lockProgram);
  try {
    const machine = engine.ownMachine(peers);
    await findActivePools(engine, wereActive, machine);
    await autostartPools(engine, machine);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
