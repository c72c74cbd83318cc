import { VirtError } from '../errors/virt-error.ts';
import { errnoByWords, type ErrnoName } from '../host/errno.ts';
import type { CallOptions, Host, RunResult } from '../host/host.ts';
import { errnoError } from '../host/system-error.ts';

/** One line for `ip -batch`, and what libvirt says when it fails. */
export interface IpStep {
  /**
   * Words of the command. All that comes from outside was checked before: `ip` splits lines at blanks and knows quotes.
   */
  readonly words: readonly (string | number)[];
  /** Such as `Unable to create tap device vnet0`. */
  readonly doing: string;
}

/** A batch stopped. Steps before `step` are done; without it nobody knows which are. */
export interface IpFailure {
  readonly error: VirtError;
  readonly step?: number;
}

/** Runs steps in one process, until one fails. The answer says which, so that the caller can undo those before it. */
export async function ipBatch(host: Host, steps: readonly IpStep[]): Promise<IpFailure | undefined> {
  if (steps.length === 0) return undefined;
  const result = await host.run('ip', ['-batch', '-'], { input: batchText(steps), check: false });
  if (result.status === 0) return undefined;
  const line = /^Command failed .*:(\d+)$/m.exec(result.stderr)?.[1];
  const step = line === undefined ? undefined : Number(line) - 1;
  const doing = step === undefined ? undefined : steps[step]?.doing;
  if (step === undefined || doing === undefined) return { error: failure('Cannot set up network interfaces', result) };
  return { error: failure(doing, result), step };
}

/** Runs all steps in one process, also those behind one that fails. What `ip` said of those that did. */
export async function ipBatchAll(host: Host, steps: readonly IpStep[]): Promise<readonly VirtError[]> {
  if (steps.length === 0) return [];
  const { stderr } = await host.run('ip', ['-force', '-batch', '-'], { input: batchText(steps), check: false });
  const errors: VirtError[] = [];
  let said: string[] = [];
  for (const line of stderr.split('\n')) {
    const failed = /^Command failed .*:(\d+)$/.exec(line)?.[1];
    if (failed === undefined) {
      said.push(line);
      continue;
    }
    const doing = steps[Number(failed) - 1]?.doing ?? 'Cannot change network interfaces';
    errors.push(failure(doing, { stderr: said.join('\n'), status: 1, signal: null }));
    said = [];
  }
  return errors;
}

/** Asks `ip -json`. undefined when the interface that was asked for does not exist. */
export async function ipJson(
  host: Host,
  args: readonly string[],
  doing: string,
  options: CallOptions = {},
): Promise<readonly unknown[] | undefined> {
  const result = await host.run('ip', ['-json', ...args], { check: false, ...options });
  if (result.status !== 0) {
    if (errnoFrom(result.stderr) === 'ENODEV') return undefined;
    throw failure(doing, result);
  }
  const text = result.stdout.trim();
  if (text === '') return [];
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `${doing}: 'ip' answered something else than JSON`, { cause });
  }
  return Array.isArray(answer) ? answer : [answer];
}

function batchText(steps: readonly IpStep[]): string {
  return steps.map(({ words }) => `${words.join(' ')}\n`).join('');
}

/** libvirt's words for what was tried, and the system's for why not. */
function failure(
  doing: string,
  { stderr, status, signal }: Pick<RunResult, 'stderr' | 'status' | 'signal'>,
): VirtError {
  const errno = errnoFrom(stderr);
  if (errno !== undefined) return errnoError(doing, errno);
  const said = stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('Command failed'));
  const words = said.map((line) => line.replace(/^Error: /, '').replace(/\.$/, '')).join('; ');
  const how = signal === null ? `'ip' ended with status ${status ?? -1}` : `'ip' was ended by ${signal}`;
  return new VirtError('VIR_ERR_SYSTEM_ERROR', `${doing}: ${words === '' ? how : words}`);
}

function errnoFrom(stderr: string): ErrnoName | undefined {
  if (
    /^(Cannot find device |Device ".*" does not exist|Error: argument ".*" is wrong: Device does not exist)/m.test(
      stderr,
    )
  )
    return 'ENODEV';
  for (const line of stderr.split('\n')) {
    const words = /^[^:]+: (.+)$/.exec(line)?.[1];
    const errno = words === undefined ? undefined : errnoByWords(words);
    if (errno !== undefined) return errno;
  }
  return undefined;
}
