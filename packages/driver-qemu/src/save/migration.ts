import { VirtError } from '@virtweave/core-util';
import type { RunningGuest } from '../engine/running-guest.ts';

/** As fast as it goes: QEMU's own default is a fraction of what a disk takes. */
const unlimited = 9007199254740991n;

/** Lets QEMU say how its migrations go. Before the first one. */
export async function watchMigration({ monitor }: Pick<RunningGuest, 'monitor'>, signal?: AbortSignal): Promise<MigrationWatch> {
  const call = signal === undefined ? {} : { signal };
  let settle: (status: string) => void = () => {};
  const ended = new Promise<string>((resolve) => (settle = resolve));
  const stop = monitor.onEvent(({ event, data }) => {
    const status = data['status'];
    if (event === 'MIGRATION' && (status === 'completed' || status === 'failed' || status === 'cancelled')) settle(status);
  });
  await monitor.execute('migrate-set-capabilities', { capabilities: [{ capability: 'events', state: true }] }, call);
  return {
    async completed(gone) {
      const status = await Promise.race([ended, gone.then(() => 'gone')]);
      stop();
      if (status === 'completed') return;
      const reply = status === 'gone' ? undefined : await monitor.execute('query-migrate');
      const why = (reply as { 'error-desc'?: string } | undefined)?.['error-desc'];
      throw new VirtError('VIR_ERR_OPERATION_FAILED', `job failed${why === undefined ? `: ${status}` : `: ${why}`}`, { domain: 'VIR_FROM_QEMU' });
    },
    stop,
  };
}

export interface MigrationWatch {
  /** Resolves when all is over there, rejects when it failed, or when QEMU is `gone`. */
  completed(gone: Promise<unknown>): Promise<void>;
  stop(): void;
}

/** Sends everything to a socket. */
export async function sendState({ monitor }: Pick<RunningGuest, 'monitor'>, socket: string, signal?: AbortSignal): Promise<void> {
  const call = signal === undefined ? {} : { signal };
  await monitor.execute('migrate-set-parameters', { 'max-bandwidth': unlimited }, call);
  await monitor.execute('migrate', { uri: `unix:${socket}` }, call);
}
