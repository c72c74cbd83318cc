import { formatDomain } from '@virtweave/core-conf';
import { VirtError, encodeFileName, getLogger, type Logger } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { enterState } from '../lifecycle/follow.ts';
import { lifecycle } from '../lifecycle/events.ts';
import { endGuest } from '../lifecycle/stop.ts';
import { saveHeader } from './image.ts';
import { sendState, watchMigration } from './migration.ts';

const log: Logger = getLogger('qemu.qemu_saveimage');

/** Folder of the saved states that the driver keeps. */
export const saveFolder = ({ scope }: QemuEngine): string => `${scope.folders.state}/save`;

/** Where the driver keeps a guest's saved state. */
export const managedSavePath = (engine: QemuEngine, name: string): string => `${saveFolder(engine)}/${encodeFileName(name, '.save')}`;

/** What is being written has another name, until it is whole. */
const partial = (path: string): string => `${path}.partial`;

/**
 * Stops a guest, writes its state to a file, and ends it. When it fails the guest goes on as before, and no file is left.
 * The file is whole when it has its name.
 *
 * @param running what a restore makes of the guest; undefined: what it is now
 * @throws VirtError VIR_ERR_OPERATION_FAILED with QEMU's reason
 */
export async function saveGuest(engine: QemuEngine, guest: Guest, path: string, running: boolean | undefined, signal?: AbortSignal): Promise<void> {
  const { host } = engine;
  const process = guest.requireRunning();
  if (host.receive === undefined) {
    throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `guests of host '${host.label}' cannot be saved yet`, { domain: 'VIR_FROM_QEMU' });
  }
  const before = guest.state;
  if (before.state !== 'running' && before.state !== 'paused') {
    throw new VirtError('VIR_ERR_OPERATION_INVALID', `domain is ${before.state}`, { domain: 'VIR_FROM_QEMU' });
  }
  const call = signal === undefined ? {} : { signal };
  const temporary = partial(path);
  const socket = `${process.folder}/save.sock`;
  const xml = formatDomain(process.document, { inactive: false, secure: true, migratable: true });
  const resume = async (): Promise<void> => {
    if (guest.running !== process) return;
    if (before.state !== 'running') return;
    // First the state: the event that QEMU sends is then no news.
    guest.state = { state: 'running', reason: 'save canceled' };
    await process.monitor.execute('cont');
    await enterState(engine, guest, process, guest.state);
    lifecycle(engine, guest, 'resumed', 'unpaused');
  };
  try {
    if (before.state === 'running') {
      // On disk first: whoever finds the guest like this knows that it is to go on.
      await enterState(engine, guest, process, { state: 'paused', reason: 'save' });
      await process.monitor.execute('stop', undefined, call);
    }
    await host.writeFile(temporary, saveHeader(xml, running ?? before.state === 'running'), { durable: false, ...call });
    const receiving = await host.receive(socket, temporary, call);
    try {
      const watch = await watchMigration(process, signal);
      await sendState(process, socket, signal);
      await aborting(watch.completed(process.ended), signal, async () => void (await process.monitor.execute('migrate_cancel')));
      await receiving.done;
    } finally {
      receiving.cancel();
    }
    signal?.throwIfAborted();
    await host.rename(temporary, path);
  } catch (error) {
    await host.remove(temporary, { durable: false }).catch((failure: unknown) => log.warning(`cannot remove '${temporary}': ${String(failure)}`));
    await resume();
    throw error;
  }
  await endGuest(engine, guest, process, 'saved');
}

/** Calls something off when the caller does. */
async function aborting<T>(work: Promise<T>, signal: AbortSignal | undefined, cancel: () => Promise<void>): Promise<T> {
  const abort = (): void => void cancel().catch((error: unknown) => log.warning(`cannot cancel: ${String(error)}`));
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await work;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** The guest starts anew, or its state is no longer wanted. */
export async function removeManagedSave(engine: QemuEngine, guest: Guest): Promise<void> {
  await engine.host.remove(managedSavePath(engine, guest.name));
  guest.managedSave = false;
}

/** Notes which guests have saved states, and removes what was never finished. */
export async function findManagedSaves(engine: QemuEngine): Promise<void> {
  const folder = saveFolder(engine);
  const names = new Set(await engine.host.list(folder));
  for (const name of names) if (name.endsWith('.partial')) await engine.host.remove(`${folder}/${name}`, { durable: false });
  for (const guest of engine.guests) guest.managedSave = names.has(encodeFileName(guest.name, '.save'));
}
