import { VirtError } from '../../errors/virt-error.ts';
import { errnoByWords } from '../errno.ts';
import type { HostSignal, ProcessIdentity, SpawnOptions, SpawnedProcess } from '../host.ts';
import { isDead, parseProcessStat } from '../process-stat.ts';
import { errnoError, errnoOf, systemError } from '../system-error.ts';
import { environment, notStartedError, programCommand, runScript } from './exec.ts';
import { readFile } from './files.ts';
import type { SshLink } from './link.ts';

/** Prints "state start-time" of process $1; what is between the parentheses may be anything. */
const STAT = `stat_of() { s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- \${s##*) }; echo "$1 \${20}"; }`;

export async function spawn(link: SshLink, program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
  const { log, cwd, uid, gid, env } = options;
  if (options.listen !== undefined && options.listen.length > 0) {
    throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `'${link.label}' cannot hand sockets down to a program`);
  }
  // setpriv(1) takes numbers only, so these need no quoting.
  const ids = [
    ...(uid === undefined ? [] : [`--reuid=${checkedId(uid)}`]),
    ...(gid === undefined ? [] : [`--regid=${checkedId(gid)}`]),
  ];
  const user = ids.length === 0 ? '' : `setpriv ${ids.join(' ')} --clear-groups `;
  // The program keeps the pid of the shell's child: the shell, setsid, setpriv and env each become the next. When its
  // command line is none of theirs, the program has been started; when it has ended before that, its log says why.
  const script = `${STAT}
    (umask 077; : >>"$1") 2>/dev/null || { (: >>"$1") 2>&1 | sed 's/^/log: /'; exit 90; }
    ${cwd === undefined ? '' : 'cd -- "$2" 2>/dev/null || exit 91'}
    before=$(wc -c <"$1")
    setsid ${user}${environment(env)} ${programCommand(program, args)} </dev/null >>"$1" 2>&1 &
    pid=$!
    stat=$(stat_of $pid) || exit 92
    line_of() { tr '\\0' ' ' 2>/dev/null <"/proc/$1/cmdline"; }
    ours=$(line_of $$)
    i=0
    while [ $i -lt 100 ]; do
      case $(stat_of $pid) in ''|Z*) break;; esac
      line=$(line_of $pid)
      case $line in env\\ *|setsid\\ *|setpriv\\ *) ;; *) [ "$line" = "$ours" ] || break;; esac
      i=$((i+1)); sleep 0.01
    done
    case $(stat_of $pid) in ''|Z*) wait $pid; status=$?; [ $status -ne 126 ] && [ $status -ne 127 ] || { tail -c +$((before+1)) "$1" | head -c 4096 >&2; exit $status; };; esac
    echo "$pid \${stat#* }"`;
  const result = await runScript(link, script, [log, cwd ?? ''], options);
  if (result.status === 90) throw logError(log, result.stdout);
  if (result.status === 91) throw errnoError(`cannot run '${program}' in folder '${cwd}'`, 'ENOENT');
  const started = /^(\d+) (\d+)\n$/.exec(result.stdout);
  if (started?.[1] !== undefined && started[2] !== undefined) return { pid: Number(started[1]), startTime: started[2] };
  throw notStartedError(program, result) ?? systemError(`cannot run '${program}'`, new Error(result.stderr.trim() || `status ${result.status}`));
}

/** Writes the shell's own complaint about the log in our words. */
function logError(log: string, said: string): VirtError {
  const words = said.trim().split(': ').at(-1) ?? '';
  const name = errnoByWords(words) ?? (/nonexistent/.test(words) ? 'ENOENT' : undefined);
  return name === undefined ? systemError(`cannot open '${log}'`, new Error(words)) : errnoError(`cannot open '${log}'`, name);
}

function checkedId(id: number): number {
  if (Number.isSafeInteger(id) && id >= 0) return id;
  throw new VirtError('VIR_ERR_INVALID_ARG', `invalid user or group id '${id}'`);
}

export async function identify(link: SshLink, pid: number): Promise<ProcessIdentity | undefined> {
  const path = `/proc/${checkedPid(pid)}/stat`;
  let text: string;
  try {
    text = (await readFile(link, path)).toString();
  } catch (error) {
    // A process that ends between open and read gives a failure without words.
    const code = errnoOf((error as Error).cause);
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EIO') return undefined;
    throw error;
  }
  const stat = parseProcessStat(text);
  if (stat === undefined) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `cannot parse process status data for pid '${pid}'`);
  return isDead(stat) ? undefined : { pid, startTime: stat.startTime };
}

export async function signalProcess(link: SshLink, target: ProcessIdentity, signal: HostSignal): Promise<boolean> {
  // Look and kill in one script: no round trip in between, in which the pid could come round again.
  const script = `${STAT}
    same() { case $(stat_of "$1") in ''|Z*|X*) return 1;; *" $2") return 0;; *) return 1;; esac; }
    same "$1" "$2" || exit 3
    LC_ALL=C kill -s "$3" "$1" && exit 0
    same "$1" "$2" || exit 3
    exit 4`;
  const name = signal.replace(/^SIG/, '');
  const result = await runScript(link, script, [String(checkedPid(target.pid)), target.startTime, name]);
  if (result.status === 0) return true;
  if (result.status === 3) return false;
  throw errnoError(`cannot send ${signal} to process ${target.pid}`, 'EPERM', new Error(result.stderr.trim()));
}

function checkedPid(pid: number): number {
  if (Number.isSafeInteger(pid) && pid > 0) return pid;
  throw new VirtError('VIR_ERR_INVALID_ARG', `invalid process id '${pid}'`);
}

