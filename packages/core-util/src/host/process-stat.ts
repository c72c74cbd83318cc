/** What /proc/PID/stat says about a process. */
export interface ProcessStat {
  readonly pid: number;
  /** `Z` and `X` are dead processes that nobody has waited for. */
  readonly state: string;
  readonly parent: number;
  /** Clock ticks after boot. */
  readonly startTime: string;
}

/** Reads a line of /proc/PID/stat; undefined when it is not one. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  // The second field is the program's name in parentheses, and the name may contain blanks and parentheses itself.
  const end = text.lastIndexOf(')');
  const pid = Number.parseInt(text, 10);
  const fields = text.slice(end + 1).trim().split(' ');
  // Field 3 is the first one here.
  const [state, parent, startTime] = [fields[0], fields[1], fields[19]];
  if (end < 0 || !(pid > 0) || state === undefined || parent === undefined || !/^\d+$/.test(startTime ?? '')) return undefined;
  return { pid, state, parent: Number(parent), startTime: startTime as string };
}

/** Has the process ended, though its parent has not taken note yet? */
export function isDead(stat: ProcessStat): boolean {
  return stat.state === 'Z' || stat.state === 'X' || stat.state === 'x';
}
