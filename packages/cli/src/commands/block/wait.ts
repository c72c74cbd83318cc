import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainRef } from '@virtweave/core-api';
import {
  ConnectDomainEventBlockJobStatus as Status,
  DomainBlockJobAbortFlags as Abort,
  DomainBlockJobType as Type,
} from '@virtweave/core-api/constants';
import { CommandError, Failed } from '../../errors.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag, number, type FlagOption, type NumberOption } from '../../grammar/option.ts';
import { showProgress } from '../../progress.ts';
import type { Shell } from '../../shell.ts';
import { loose } from '../domain/options.ts';
import { timeoutOf } from '../events/wait.ts';

/** How a job that was waited for came out. `ready`: a copy follows its source, and can take its place. */
export type JobEnd = 'completed' | 'ready' | 'failed' | 'canceled';

/** Options of a command that can wait for the job that it starts, where they stand. */
export const verboseOption: FlagOption = flag('with --wait, display the progress');
export const asyncOption: FlagOption = flag("with --wait, don't wait for cancel to finish");
export const timeoutOption = (help: string): NumberOption => number(help, loose);

/** A job that is waited for. */
interface Waiting {
  readonly domain: DomainRef;
  /** The disk, as it was named. */
  readonly path: string;
  /** `Block Pull`, in front of the percents. */
  readonly label: string;
}

/** How often a job is asked how far it is. */
const pause = 500;

/**
 * Starts a job and waits for its end, or until a copy is as its source is.
 *
 * A job that takes longer than `--timeout`, or that the user interrupts, is aborted.
 */
export async function waitForJob(shell: Shell, args: AnyArgs, waiting: Waiting, start: () => Promise<void>): Promise<JobEnd> {
  const timeout = timeoutOf(args);
  return await shell.interruptible(async (interrupted) => {
    const over = new AbortController();
    const heard = listen(shell, waiting, over);
    try {
      await start();
      const deadline = timeout === undefined ? Infinity : Date.now() + timeout;
      const end = await poll(shell, args, waiting, { interrupted, deadline, heard });
      if (args.flag('verbose') && (end === 'completed' || end === 'ready')) showProgress(shell, waiting.label, 0n, 1n);
      return end;
    } finally {
      over.abort();
      await heard.closed;
    }
  });
}

interface Heard {
  /** What the last event said. */
  end: JobEnd | undefined;
  /** Settles with the next event. */
  next: Promise<void>;
  closed: Promise<void>;
}

const ends: Readonly<Record<number, JobEnd>> = {
  [Status.VIR_DOMAIN_BLOCK_JOB_COMPLETED]: 'completed',
  [Status.VIR_DOMAIN_BLOCK_JOB_FAILED]: 'failed',
  [Status.VIR_DOMAIN_BLOCK_JOB_CANCELED]: 'canceled',
  [Status.VIR_DOMAIN_BLOCK_JOB_READY]: 'ready',
};

/** What a driver tells about the job by itself. Not every driver does. */
function listen(shell: Shell, { domain, path }: Waiting, over: AbortController): Heard {
  let wake: () => void = () => {};
  const renew = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  const heard: Heard = { end: undefined, next: renew(), closed: Promise.resolve() };
  heard.closed = (async () => {
    try {
      const events = (await shell.connection()).events({ signal: over.signal, kinds: ['block-job', 'block-job-2'] });
      for await (const event of events) {
        if (event.kind === 'gap' || event.domain.uuid !== domain.uuid || event.disk !== path) continue;
        heard.end = ends[event.status] ?? heard.end;
        wake();
        heard.next = renew();
      }
    } catch {
      // Without events the job itself tells how far it is.
    }
  })();
  return heard;
}

async function poll(
  shell: Shell,
  args: AnyArgs,
  { domain, path, label }: Waiting,
  { interrupted, deadline, heard }: { interrupted: AbortSignal; deadline: number; heard: Heard },
): Promise<JobEnd> {
  const hypervisor = await shell.hypervisor();
  for (;;) {
    if (heard.end !== undefined) return heard.end;
    const job = await hypervisor.domainGetBlockJobInfo(domain, path, 0);
    // The event of its end may be on the way.
    if (!job) return heard.end ?? 'completed';
    if (args.flag('verbose')) showProgress(shell, label, job.end - job.cur, job.end);
    const mirrors = job.type === Type.VIR_DOMAIN_BLOCK_JOB_TYPE_COPY || job.type === Type.VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT;
    if (mirrors && job.end > 0n && job.cur === job.end && heard.end === undefined) {
      await Promise.race([heard.next, sleep(pause)]);
      return heard.end ?? 'ready';
    }
    if (interrupted.aborted || Date.now() >= deadline) {
      await hypervisor.domainBlockJobAbort(domain, path, args.flag('async') ? Abort.VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC : 0);
      return 'canceled';
    }
    const timer = new AbortController();
    const cancel = (): void => timer.abort();
    interrupted.addEventListener('abort', cancel, { once: true });
    await Promise.race([heard.next, sleep(pause, undefined, { signal: timer.signal }).catch(() => {})]);
    interrupted.removeEventListener('abort', cancel);
    timer.abort();
  }
}

/** Says that a job did not come to its end. @throws Failed, CommandError */
export function checkEnd(shell: Shell, end: JobEnd, what: string): void {
  if (end === 'canceled') {
    shell.extra(`\n${what} aborted`);
    throw new Failed();
  }
  if (end === 'failed') throw new CommandError(`${what} failed`);
}

/** Ends a job that mirrors: its copy becomes the disk, or is left as it is. */
export async function conclude(shell: Shell, { domain, path }: Waiting, pivot: boolean, asynchronous: boolean): Promise<void> {
  const flags = (pivot ? Abort.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT : 0) | (asynchronous ? Abort.VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC : 0);
  await (await shell.hypervisor()).domainBlockJobAbort(domain, path, flags);
}

/** @throws CommandError for an option that only means something while a command waits */
export function needsWaiting(args: AnyArgs, ways: string): void {
  for (const name of ['verbose', 'async']) {
    if (args.flag(name)) throw new CommandError(`--${name} requires at least one of ${ways}`);
  }
}
