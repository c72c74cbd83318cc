import fs from 'node:fs';
import { VirtError } from '../../errors/virt-error.ts';
import type { HostSignal, ProcessIdentity } from '../host.ts';
import { isDead, parseProcessStat, type ProcessStat } from '../process-stat.ts';
import { errnoOf, systemError } from '../system-error.ts';

/** Synchronous: /proc is memory, and a child's identity must be taken before the loop can reap it. */
export function processStat(pid: number, proc: string = '/proc'): ProcessStat | undefined {
  let text: string;
  try {
    text = fs.readFileSync(`${proc}/${pid}/stat`, 'utf8');
  } catch (error) {
    const code = errnoOf(error);
    // ESRCH: it ended between open and read.
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw systemError(`cannot read '${proc}/${pid}/stat'`, error);
  }
  const stat = parseProcessStat(text);
  if (stat === undefined) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `cannot parse process status data for pid '${pid}'`);
  return stat;
}

/** @param proc Where the kernel shows its processes */
export function identify(pid: number, proc: string = '/proc'): ProcessIdentity | undefined {
  const stat = processStat(checkedPid(pid), proc);
  if (stat === undefined || (isDead(stat) && !hasOtherThreads(pid, proc))) return undefined;
  return { pid, startTime: stat.startTime };
}

/** A process whose first thread has ended is a zombie to look at, while the others go on, and hold its files and sockets. */
function hasOtherThreads(pid: number, proc: string): boolean {
  try {
    return fs.readdirSync(`${proc}/${pid}/task`).some((thread) => thread !== String(pid));
  } catch (error) {
    const code = errnoOf(error);
    // It went while we looked.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EINVAL') return false;
    throw systemError(`cannot open folder '${proc}/${pid}/task'`, error);
  }
}

export function signalProcess(target: ProcessIdentity, signal: HostSignal): boolean {
  // Node has no pidfd: between the look and the kill the pid could pass to another process, if it wrapped around in
  // those microseconds.
  if (identify(target.pid)?.startTime !== target.startTime) return false;
  try {
    process.kill(target.pid, signal);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false;
    throw systemError(`cannot send ${signal} to process ${target.pid}`, error);
  }
}

/** 0 and negative numbers mean process groups to kill(2). */
function checkedPid(pid: number): number {
  if (Number.isSafeInteger(pid) && pid > 0) return pid;
  throw new VirtError('VIR_ERR_INVALID_ARG', `invalid process id '${pid}'`);
}
