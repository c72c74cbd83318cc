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
