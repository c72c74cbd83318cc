import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainRef } from '@virtweave/core-api';
import { DomainJobType as Type } from '@virtweave/core-api/constants';
import { isVirtError } from '@virtweave/core-util/errors';
import { showProgress } from './progress.ts';
import type { Shell } from './shell.ts';

/** A call that keeps a domain busy, and what is shown and done meanwhile. */
export interface WatchedJob {
  readonly domain: DomainRef;
  /** `Save`, in front of the percents. */
  readonly label: string;
  /** Shows the percents. */
  readonly verbose: boolean;
  /** What is done when it takes long, once. */
  readonly timeout?: { readonly milliseconds: number; act(): Promise<void> } | undefined;
  readonly call: () => Promise<void>;
}

/** How often the job is asked how far it is. */
const pause = 500;

/** Waits for a call, shows how far the job is, and aborts it at an interrupt. What the call rejects with remains. */
export async function watchJob(shell: Shell, { domain, label, verbose, timeout, call }: WatchedJob): Promise<void> {
  const hypervisor = await shell.hypervisor();
  await shell.interruptible(async (interrupted) => {
    let over = false;
    const work = call().finally(() => (over = true));
    // Its rejection is told by the last line; without a listener until then it would end the program.
    work.catch(() => {});
    const interrupt = (): void => void hypervisor.domainAbortJobFlags(domain, 0).catch((error: unknown) => shell.report(error));
    interrupted.addEventListener('abort', interrupt, { once: true });
    const deadline = timeout === undefined ? Infinity : Date.now() + timeout.milliseconds;
    let late = false;
    try {
      for (;;) {
        const timer = new AbortController();
        await Promise.race([work.catch(() => {}), sleep(pause, undefined, { signal: timer.signal }).catch(() => {})]);
        timer.abort();
        if (over) break;
        if (verbose) await showJob(shell, domain, label);
        if (!late && Date.now() >= deadline) {
          late = true;
          await timeout?.act();
        }
      }
      await work;
      if (verbose) showProgress(shell, label, 0n, 1n);
    } finally {
      interrupted.removeEventListener('abort', interrupt);
    }
  });
}

async function showJob(shell: Shell, domain: DomainRef, label: string): Promise<void> {
  try {
    const { type, params } = await (await shell.hypervisor()).domainGetJobStats(domain, 0);
    const value = (name: string): bigint => BigInt(params.find((param) => param.name === name)?.value ?? 0);
    const total = value('data_total');
    if (type !== Type.VIR_DOMAIN_JOB_NONE && total > 0n) showProgress(shell, label, value('data_remaining'), total);
  } catch (error) {
    // A domain that is gone, or a driver that tells nothing: the call itself says what became of it.
    if (!isVirtError(error)) throw error;
  }
}
