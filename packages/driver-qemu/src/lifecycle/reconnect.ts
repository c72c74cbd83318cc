import { getLogger, isVirtError, type Logger } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import { Guest } from '../engine/guest.ts';
import type { GuestState } from '../engine/guest-state.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { parseStatus, type GuestStatus } from '../engine/status.ts';
import { QmpClient } from '../qmp/index.ts';
import { lifecycle } from './events.ts';
import { removeGuestFolders } from './guest-folders.ts';
import { followGuest, saveStatus } from './follow.ts';
import { releaseInterfaces } from './interfaces.ts';
import { runningGuest } from './start.ts';
import { endGuest } from './stop.ts';

const log: Logger = getLogger('qemu.qemu_process');

/** Milliseconds that a QEMU that runs already has to greet us. */
const GREETING_TIMEOUT = 10_000;

/** Finds the guests again that run since another process started them, and tidies up after those that ended meanwhile. */
export async function reconnectGuests(engine: QemuEngine, statuses: ReadonlyMap<string, string>): Promise<void> {
  await Promise.all(
    [...statuses].map(async ([name, text]) => {
      let status: GuestStatus;
      try {
        status = parseStatus(text);
      } catch (error) {
        log.error(`status of guest ${name} cannot be read: ${String(error)}`);
        return;
      }
      await reconnect(engine, name, status);
    }),
  );
}

async function reconnect(engine: QemuEngine, name: string, status: GuestStatus): Promise<void> {
  const { document } = status;
  let guest = engine.guests.byName(name);
  if (guest === undefined) {
    guest = new Guest(name, document.uuid as string);
    engine.guests.add(guest);
  }
  engine.idTaken(document.id ?? 0);
  const monitor = await openMonitor(engine, name, status);
  const process = monitor === undefined ? undefined : (status.process ?? (await processOf(monitor)));
  if (monitor === undefined || process === undefined) {
    monitor?.close();
    await forget(engine, guest, status);
    return;
  }
  const running = runningGuest({
    id: document.id ?? engine.nextId(),
    document,
    folder: status.folder,
    logFile: status.logFile,
    process,
    monitor,
  });
  guest.running = running;
  guest.state = status.state;
  engine.guests.setId(guest, running.id);
  followGuest(engine, guest, running);
  await settle(engine, guest, running, status);
}

/** The monitor, when QEMU is still there. */
async function openMonitor(engine: QemuEngine, name: string, status: GuestStatus): Promise<QmpClient | undefined> {
  if (status.process !== undefined) {
    const alive = await engine.host.process(status.process.pid);
    if (alive?.startTime !== status.process.startTime) return undefined;
  }
  try {
    const stream = await engine.host.connect({ path: status.monitor });
    return await QmpClient.open(stream, { label: `of domain '${name}'`, timeout: GREETING_TIMEOUT });
  } catch (error) {
    if (status.process !== undefined) {
      log.error(`monitor of guest ${name} does not answer, ending process ${status.process.pid}: ${String(error)}`);
      await engine.host.signal(status.process, 'SIGKILL');
    } else if (!isVirtError(error)) throw error;
    return undefined;
  }
}

/** A QEMU whose start was cut short has no recorded process: it is not adopted, but ended. */
async function processOf(monitor: QmpClient): Promise<undefined> {
  try {
    await monitor.execute('quit');
  } catch (error) {
    log.info(`QEMU ended while it was told to: ${String(error)}`);
  }
  return undefined;
}

/** The guest has ended while nobody watched. */
async function forget(engine: QemuEngine, guest: Guest, status: GuestStatus): Promise<void> {
  const starting = status.state.state === 'paused' && status.state.reason === 'starting up';
  guest.state = { state: 'shutoff', reason: starting ? 'failed' : 'crashed' };
  await releaseInterfaces(engine, status.document, { sure: false });
  await removeGuestFolders(engine, status.document.id ?? -1, guest.name);
  await engine.statuses.delete(guest.name);
  if (guest.definition === undefined) {
    guest.removed = true;
    engine.guests.remove(guest);
  }
}

/** What happened to the guest between the last status and now. */
async function settle(engine: QemuEngine, guest: Guest, running: RunningGuest, status: GuestStatus): Promise<void> {
  try {
    const { status: state } = await running.monitor.execute('query-status');
    if (state === 'shutdown') {
      running.shutdownSeen = 'guest';
      await endGuest(engine, guest, running, 'shutdown');
      return;
    }
    if (status.state.state === 'paused' && status.state.reason === 'starting up') {
      // Its creator died before the guest ran: nobody was told that it started.
      await endGuest(engine, guest, running, 'failed');
      return;
    }
    const now = stateNow(state, guest.state);
    if (now.state !== guest.state.state) {
      guest.state = now;
      await saveStatus(engine, guest, running);
      lifecycle(engine, guest, now.state === 'running' ? 'resumed' : 'suspended', (now.state === 'running' ? 'unpaused' : 'paused') as never);
    }
  } catch (error) {
    log.error(`guest ${guest.name} does not answer: ${String(error)}`);
  }
}

function stateNow(state: string, known: GuestState): GuestState {
  switch (state) {
    case 'running':
      return known.state === 'running' ? known : { state: 'running', reason: 'unknown' };
    case 'io-error':
      return { state: 'paused', reason: 'ioerror' };
    case 'watchdog':
      return { state: 'paused', reason: 'watchdog' };
    case 'guest-panicked':
      return { state: 'crashed', reason: 'panicked' };
    case 'suspended':
      return { state: 'pmsuspended', reason: 'unknown' };
    default:
      return known.state === 'running' ? { state: 'paused', reason: 'unknown' } : known;
  }
}
