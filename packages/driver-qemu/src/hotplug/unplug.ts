import type { RunningGuest } from '../engine/running-guest.ts';

/** How long a guest may take to give up a device before the caller is told that it was only asked, milliseconds. As libvirt. */
const PATIENCE = 5000;

/**
 * Asks for a device to be unplugged, and waits until QEMU says that it is gone.
 *
 * @param ask asks QEMU; the guest decides
 * @returns false: it is still there, the guest has not answered. What it does later is told by an event.
 */
export async function whenUnplugged(
  { monitor, ended }: Pick<RunningGuest, 'monitor' | 'ended'>,
  alias: string,
  ask: () => Promise<unknown>,
  signal?: AbortSignal,
): Promise<boolean> {
  let settle: (gone: boolean) => void = () => undefined;
  const answer = new Promise<boolean>((resolve) => (settle = resolve));
  const stop = monitor.onEvent(({ event, data }) => {
    if (data['device'] !== alias) return;
    if (event === 'DEVICE_DELETED') settle(true);
    if (event === 'DEVICE_UNPLUG_GUEST_ERROR' || event === 'MEM_UNPLUG_ERROR') settle(false);
  });
  const timer = setTimeout(() => settle(false), PATIENCE);
  const giveUp = (): void => settle(false);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await ask();
    void ended.then(giveUp);
    return await answer;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
    stop();
  }
}
