import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import { VirtError } from '../../errors/virt-error.ts';
import { errnoByWords } from '../errno.ts';
import type { CallOptions, HostSignal, RunOptions, RunResult } from '../host.ts';
import { checkStatus, outputTooLong, timedOut } from '../run-errors.ts';
import { shellCommand, shellQuote } from '../shell-quote.ts';
import { errnoError, systemError } from '../system-error.ts';
import type { SshLink } from './link.ts';

const DEFAULT_MAX_OUTPUT = 16 * 1024 * 1024;
/** How long output may stay away after the program's end, in ms, before we stop listening: somebody else may hold its pipes. */
const PIPE_SILENCE = 1000;
/** From SIGTERM to SIGKILL, and from there to giving up, in ms. */
const TERM_GRACE = 2000;
const KILL_GRACE = 1000;

export async function run(link: SshLink, program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const marker = `virtweave-${randomBytes(6).toString('hex')}`;
  const chdir = options.cwd === undefined ? '' : `cd -- ${shellQuote(options.cwd)} 2>/dev/null || { echo ${marker} >&2; exit 127; }; `;
  const script = `${chdir}exec ${environment(options.env)} ${programCommand(program, args)}`;
  const result = await exec(link, script, [], options, () => [program, args]);
  if (options.cwd !== undefined && result.stderr.includes(marker)) {
    throw errnoError(`cannot run '${program}' in folder '${options.cwd}'`, 'ENOENT');
  }
  const notStarted = notStartedError(program, result);
  if (notStarted !== undefined) throw notStarted;
  return checkStatus(program, args, options, result);
}

/** Runs a script of our own, written in this package, with words from elsewhere as `$1`, `$2`, ... */
export function runScript(link: SshLink, script: string, words: readonly string[], options: CallOptions = {}): Promise<RunResult> {
  return exec(link, script, words, options, () => ['/bin/sh', []]);
}

/** The part of a command line that gives the program its environment: `env -i NAME=value ...`. */
export function environment(env: Readonly<Record<string, string>> | undefined): string {
  // The shell over there puts in its own PATH and HOME.
  if (env === undefined) return 'env -i LC_ALL=C PATH="$PATH" HOME="$HOME"';
  const pairs = Object.entries(env).map(([name, value]) => {
    if (name === '' || name.includes('=')) throw new VirtError('VIR_ERR_INVALID_ARG', `environment variable '${name}'`);
    return shellQuote(`${name}=${value}`);
  });
  return ['env -i', ...pairs].join(' ');
}

export function programCommand(program: string, args: readonly string[]): string {
  // env(1) would take it for a variable.
  if (program.includes('=') || program === '' || program.startsWith('-')) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `program name '${program}' cannot be run over ssh`);
  }
  return shellCommand([program, ...args]);
}

/** env(1) says with 126 or 127 and words of the system that it could not start the program. */
export function notStartedError(program: string, result: { status: number | null; stderr: string }): VirtError | undefined {
  if (result.status !== 126 && result.status !== 127) return undefined;
  const line = result.stderr.split('\n').find((text) => text.startsWith('env: ') && text.includes(program));
  const words = line?.slice(line.lastIndexOf(': ') + 2);
  const name = words === undefined ? undefined : errnoByWords(words);
  return name === undefined ? undefined : errnoError(`cannot run '${program}'`, name, new Error(line));
}

/**
 * Runs a script in /bin/sh, whatever the login shell is. Its first line on stderr is its process id, which is its group as
 * well: sshd does not pass signals on to the programs of root, so we send them ourselves.
 */
function exec(
  link: SshLink,
  script: string,
  words: readonly string[],
  options: RunOptions,
  named: () => [program: string, args: readonly string[]],
): Promise<RunResult> {
  return link.call(options, async () => {
    // LC_ALL: we read the words of the shell and of env(1).
    const whole = `echo $$ >&2; LC_ALL=C; export LC_ALL; ${script}`;
    const channel = await link.exec(`exec ${shellCommand(['/bin/sh', '-c', whole, 'sh', ...words])}`);
    return new Promise((resolve, reject) => follow(link, channel, options, named, resolve, reject));
  });
}

function follow(
  link: SshLink,
  channel: ClientChannel,
  options: RunOptions,
  named: () => [program: string, args: readonly string[]],
  resolve: (result: RunResult) => void,
  reject: (error: unknown) => void,
): void {
  const { signal, timeout, maxOutput = DEFAULT_MAX_OUTPUT } = options;
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const sizes = { stdout: 0, stderr: 0 };
  const timers = new Set<NodeJS.Timeout>();
  let silence: NodeJS.Timeout | undefined;
  let end: { status: number | null; signal: HostSignal | null } | undefined;
  let why: (() => unknown) | undefined;
  let group: string | undefined;

  const finish = (): void => {
    signal?.removeEventListener('abort', onAbort);
    for (const timer of timers) clearTimeout(timer);
    clearTimeout(silence);
    channel.close();
    if (why !== undefined) return reject(why());
    if (end === undefined) return reject(systemError(`cannot run '${named()[0]}'`, new Error('the ssh channel was closed before the program ended')));
    const [stdout, stderr] = [Buffer.concat(output.stdout).toString(), Buffer.concat(output.stderr).toString()];
    resolve({ ...end, stdout, stderr: stderr.slice(stderr.indexOf('\n') + 1) });
  };
  const after = (ms: number, then: () => void): void => void timers.add(setTimeout(then, ms));
  const kill = (name: 'TERM' | 'KILL'): void => {
    group ??= /^(\d+)\n/.exec(Buffer.concat(output.stderr).toString())?.[1];
    if (group !== undefined) void link.exec(`kill -${name} -${group}`).then((killer) => killer.resume().stderr.resume(), () => undefined);
  };
  const stop = (reason: () => unknown): void => {
    if (why !== undefined) return;
    why = reason;
    kill('TERM');
    after(TERM_GRACE, () => kill('KILL'));
    after(TERM_GRACE + KILL_GRACE, finish);
  };
  const onAbort = (): void => stop(() => signal?.reason);
  const listen = (): void => {
    clearTimeout(silence);
    if (end !== undefined && why !== undefined) kill('KILL');
    if (end !== undefined) silence = setTimeout(finish, why === undefined ? PIPE_SILENCE : 0);
  };
  const take = (stream: 'stdout' | 'stderr', chunk: Buffer): void => {
    listen();
    if (why !== undefined) {
      if (group !== undefined || stream === 'stdout') return;
      // Stopped before the program's group was known: here it may come.
      output.stderr.push(chunk);
      return kill('TERM');
    }
    output[stream].push(chunk);
    sizes[stream] += chunk.length;
    if (sizes[stream] > maxOutput) stop(() => outputTooLong(...named(), maxOutput));
  };

  signal?.addEventListener('abort', onAbort, { once: true });
  if (timeout !== undefined) after(timeout, () => stop(() => timedOut(...named(), timeout)));
  channel.on('data', (chunk: Buffer) => take('stdout', chunk));
  channel.stderr.on('data', (chunk: Buffer) => take('stderr', chunk));
  channel.on('exit', (status: number | null, name?: string) => {
    end = { status: status ?? null, signal: (name as HostSignal | undefined) ?? null };
    listen();
  });
  channel.on('error', () => undefined);
  channel.on('close', finish);
  channel.end(options.input === undefined ? undefined : Buffer.from(options.input));
}
