import { spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface BareCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** What the arguments name lies here. */
  readonly folder: string;
}

/**
 * Starts QEMU and does the least that makes its guest run: greeting, `qmp_capabilities`, `cont`. Gives the milliseconds
 * until QEMU has answered the last; then the process is ended.
 */
export async function startBare({ program, args, folder }: BareCommand): Promise<number> {
  const log = openSync(join(folder, 'bare.log'), 'a');
  const begin = performance.now();
  // The monitor is a connected pair in place of a listening socket: nothing can be faster.
  const own = args.map((arg) => (arg.startsWith('socket,id=charmonitor,') ? 'socket,id=charmonitor,fd=3' : arg));
  const child = spawn(program, own, { cwd: folder, stdio: ['ignore', log, log, 'pipe'], detached: true });
  closeSync(log);
  const exited = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  const monitor = child.stdio[3] as Socket;
  try {
    const lines = createInterface({ input: monitor })[Symbol.asyncIterator]();
    await answer(lines, 'QMP');
    for (const command of ['qmp_capabilities', 'cont']) {
      monitor.write(`{"execute":"${command}"}\n`);
      await answer(lines, 'return');
    }
    return performance.now() - begin;
  } finally {
    child.kill('SIGKILL');
    await exited;
    monitor.destroy();
  }
}

/** Waits for the line that has this key; events may come before it. */
async function answer(lines: AsyncIterator<string>, key: string): Promise<void> {
  for (;;) {
    const line = await lines.next();
    if (line.done === true) throw new Error('QEMU ended: see bare.log');
    const message = JSON.parse(line.value) as Record<string, unknown>;
    if ('error' in message) throw new Error(`QEMU: ${line.value}`);
    if (key in message) return;
  }
}
