import fs from 'node:fs';
import type { VirtError } from '../../errors/virt-error.ts';
import type { RunOptions, RunResult } from '../host.ts';
import { checkStatus, outputTooLong, timedOut } from '../run-errors.ts';
import { errnoError, systemError } from '../system-error.ts';
import { defaultEnvironment } from './environment.ts';

const DEFAULT_MAX_OUTPUT = 16 * 1024 * 1024;
/** How long output may still come after the program has ended, in ms: somebody else may hold its pipes for ever. */
const PIPE_GRACE = 100;
/** From SIGTERM to SIGKILL, and from there to giving up on the program, in ms. */
const TERM_GRACE = 2000;
const KILL_GRACE = 1000;

export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { signal, timeout, maxOutput = DEFAULT_MAX_OUTPUT } = options;
  signal?.throwIfAborted();
  const { execa } = await import('execa');
  signal?.throwIfAborted();
  const input = options.input;
  const child = execa(program, args, {
    env: { ...(options.env ?? defaultEnvironment()) },
    extendEnv: false,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    // A group of its own, so that what it has started can be ended together with it.
    detached: true,
    // A library installs no signal handlers in its process.
    cleanup: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: maxOutput,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  });

  let why: 'abort' | 'timeout' | undefined;
  let giveUp!: () => void;
  const givenUp = new Promise<undefined>((resolve) => {
    giveUp = () => resolve(undefined);
  });
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, then: () => void): void => void timers.add(setTimeout(then, ms));
  const end = (reason: 'abort' | 'timeout'): void => {
    if (why !== undefined) return;
    why = reason;
    killGroup(child.pid, 'SIGTERM');
    after(TERM_GRACE, () => killGroup(child.pid, 'SIGKILL'));
    after(TERM_GRACE + KILL_GRACE, giveUp);
  };
  const onAbort = (): void => end('abort');
  signal?.addEventListener('abort', onAbort, { once: true });
  if (timeout !== undefined) after(timeout, () => end('timeout'));
  child.once('exit', () => {
    if (why !== undefined) killGroup(child.pid, 'SIGKILL');
    after(PIPE_GRACE, () => {
      child.stdout.destroy();
      child.stderr.destroy();
    });
  });

  try {
    const result = await Promise.race([child, givenUp]);
    if (why === 'abort') throw signal?.reason;
    if (why === 'timeout' || result === undefined) throw timedOut(program, args, timeout ?? 0);
    if (result.isMaxBuffer) {
      killGroup(child.pid, 'SIGKILL');
      throw outputTooLong(program, args, maxOutput);
    }
    if (child.pid === undefined) throw notStarted(program, options.cwd, result.cause ?? result);
    return checkStatus(program, args, options, {
      status: result.exitCode ?? null,
      signal: result.signal ?? null,
      stdout: result.stdout,
      stderr: result.stderr,
    });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    for (const timer of timers) clearTimeout(timer);
  }
}

/** The error for a program that could not be started. The system says ENOENT for an absent folder as well. */
export function notStarted(program: string, cwd: string | undefined, cause: unknown): VirtError {
  if (cwd !== undefined && !fs.existsSync(cwd)) return errnoError(`cannot run '${program}' in folder '${cwd}'`, 'ENOENT', cause);
  return systemError(`cannot run '${program}'`, cause);
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
