import type { Host, ProcessIdentity } from '@virtweave/core-util';

/** Nanoseconds of a clock tick in /proc: USER_HZ is 100 on every architecture that Linux has today. */
const TICK = 10_000_000n;

/** CPU time that a process has used, in nanoseconds. Zero when it is gone. */
export async function cpuTimeOf(host: Host, { pid, startTime }: ProcessIdentity): Promise<{ user: bigint; system: bigint; total: bigint }> {
  if ((await host.stat(`/proc/${pid}`)) === undefined) return { user: 0n, system: 0n, total: 0n };
  const text = (await host.readFile(`/proc/${pid}/stat`, { maxBytes: 4096 })).toString('latin1');
  // The name in field 2 may hold anything, even parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields[19] !== startTime) return { user: 0n, system: 0n, total: 0n };
  const user = BigInt(fields[11] ?? 0) * TICK;
  const system = BigInt(fields[12] ?? 0) * TICK;
  return { user, system, total: user + system };
}

/** CPU time of one thread of a process, in nanoseconds, and the CPU where it ran last; undefined when it is gone. */
export async function threadTimes(
  host: Host,
  { pid }: ProcessIdentity,
  thread: number,
): Promise<{ total: bigint; processor: number } | undefined> {
  const path = `/proc/${pid}/task/${thread}/stat`;
  if ((await host.stat(path)) === undefined) return undefined;
  const text = (await host.readFile(path, { maxBytes: 4096 })).toString('latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { total: (BigInt(fields[11] ?? 0) + BigInt(fields[12] ?? 0)) * TICK, processor: Number(fields[36] ?? 0) };
}

/** Memory of the host that a process takes. */
export async function residentKib(host: Host, pid: number): Promise<bigint> {
  const text = (await host.readFile(`/proc/${pid}/status`, { maxBytes: 16 * 1024 })).toString('latin1');
  return BigInt(/^VmRSS:\s*(\d+)/m.exec(text)?.[1] ?? 0);
}
