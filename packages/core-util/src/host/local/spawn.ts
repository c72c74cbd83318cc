import { spawn as spawnChild, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import type { Server } from 'node:net';
import { VirtError } from '../../errors/virt-error.ts';
import type { HostSignal, SpawnOptions, SpawnedProcess } from '../host.ts';
import { systemError } from '../system-error.ts';
import { defaultEnvironment } from './environment.ts';
import { descriptorOf, listenAt } from './listen.ts';
import { processStat } from './processes.ts';
import { notStarted } from './run.ts';

export async function spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
  const { signal } = options;
  signal?.throwIfAborted();
  const servers: Server[] = [];
  const bound: string[] = [];
  let log: number | undefined;
  let child: ChildProcess | undefined;
  try {
    log = openLog(options.log);
    for (const { path } of options.listen ?? []) {
      servers.push(await listenAt(path));
      bound.push(path);
      signal?.throwIfAborted();
    }
    // From here to the closing of the servers in one tick: our own loop must not accept in the program's place.
    child = spawnChild(program, args, {
      detached: true,
      // Numbers only. Given a stream or a server that it does not know, spawn throws when the child is already running.
      stdio: ['ignore', log, log, ...servers.map(descriptorOf)],
      env: { ...(options.env ?? defaultEnvironment()) },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    });
    const { pid } = child;
    if (pid === undefined) throw await failure(child);
    // Nobody but us can reap it, and we have not been back to the loop: it is there, if only as a zombie.
    const stat = processStat(pid);
    if (stat === undefined) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `process ${pid} of '${program}' is not in /proc`);
    child.unref();
    return { pid, startTime: stat.startTime, exited: exitOf(child) };
  } catch (error) {
    child?.once('error', () => undefined);
    child?.kill('SIGKILL');
    for (const path of bound) fs.rmSync(path, { force: true });
    if (signal?.aborted && error === signal.reason) throw error;
    throw notStarted(program, options.cwd, error);
  } finally {
    for (const server of servers) server.close();
    if (log !== undefined) fs.closeSync(log);
  }
}

function openLog(path: string): number {
  try {
    return fs.openSync(path, 'a', 0o600);
  } catch (error) {
    throw systemError(`cannot open '${path}'`, error);
  }
}

/** The error that Node reports one tick later when the program could not be started. */
function failure(child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => child.once('error', resolve));
}

function exitOf(child: ChildProcess): Promise<{ status: number | null; signal: HostSignal | null }> {
  return new Promise((resolve) => child.once('exit', (status, signal) => resolve({ status, signal })));
}
