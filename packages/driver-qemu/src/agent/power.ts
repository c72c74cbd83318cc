import { VirtError } from '@virtweave/core-util';
import type { AskAgent } from './ask.ts';
import { BLOCK } from './client.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { isJsonObject, qmpErrorClass } from '../qmp/index.ts';

/** Seconds that a guest may take to begin its shutdown (`VIR_DOMAIN_QEMU_AGENT_COMMAND_SHUTDOWN`). */
const SHUTDOWN_TIMEOUT = 60;

/** Asks the guest to power off or reboot; resolves when it does. */
export async function shutdown(ask: AskAgent, mode: 'powerdown' | 'reboot'): Promise<void> {
  const until = mode === 'reboot' ? (['reset', 'shutdown'] as const) : (['shutdown'] as const);
  await ask('guest-shutdown', { mode }, { until, timeout: SHUTDOWN_TIMEOUT });
}

/** `virNodeSuspendTarget` */
const suspendCommands = ['guest-suspend-ram', 'guest-suspend-disk', 'guest-suspend-hybrid'] as const;

/** @throws VirtError `VIR_ERR_INVALID_ARG` for a target that does not exist */
export function checkSuspendTarget(target: number): void {
  if (suspendCommands[target] !== undefined) return;
  throw new VirtError('VIR_ERR_INVALID_ARG', `Unknown suspend target: ${target}`, { domain: 'VIR_FROM_QEMU' });
}

/** Asks the guest to go to sleep; resolves when it does. */
export async function suspend(ask: AskAgent, target: number): Promise<void> {
  await ask(suspendCommands[target] as string, undefined, { until: target === 1 ? ['shutdown'] : ['suspend'], timeout: BLOCK });
}

/** Refuses to put a guest to sleep that could not do it, or that nobody could wake. */
export async function checkCanSuspend({ document, monitor }: RunningGuest, target: number, signal: AbortSignal): Promise<void> {
  const refuse = (detail: string): never => {
    throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
  };
  let machine;
  try {
    machine = await monitor.execute('query-current-machine', undefined, { signal });
  } catch (error) {
    if (qmpErrorClass(error) !== 'CommandNotFound') throw error;
  }
  if (isJsonObject(machine) && machine['wakeup-suspend-support'] === false) refuse('Domain does not have suspend support');
  const { suspendToMem, suspendToDisk } = document.powerManagement ?? {};
  if (target !== 1 && suspendToMem === false) refuse('S3 state is disabled for this domain');
  if (target !== 0 && suspendToDisk === false) refuse('S4 state is disabled for this domain');
}
