import type { Call, Peers } from '@virtweave/core-api';
import type { Host, RunResult } from '@virtweave/core-util';
import { toolFailure } from './errors.ts';

/** What those who work on pools and volumes need of the world, for the length of one call. */
export interface Machine {
  readonly host: Host;
  /** For secrets. */
  readonly peers: Peers;
  /** Where a file may be that a program is to read. */
  readonly runFolder: string;
  readonly call: Call;
}

/** Runs a program that must succeed. `doing` stands in front of the program's own words when it fails. */
export async function runTool(
  { host, call }: Pick<Machine, 'host' | 'call'>,
  program: string,
  args: readonly string[],
  doing?: string,
): Promise<string> {
  try {
    return (await host.run(program, args, { signal: call.signal })).stdout;
  } catch (error) {
    throw doing === undefined ? error : toolFailure(doing, error);
  }
}

/** Runs a program whose exit status is an answer. */
export async function askTool(
  { host, call }: Pick<Machine, 'host' | 'call'>,
  program: string,
  args: readonly string[],
): Promise<RunResult> {
  return host.run(program, args, { signal: call.signal, check: false });
}
