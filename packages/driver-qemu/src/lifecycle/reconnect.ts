import { getLogger, isVirtError, type Logger, type ProcessIdentity } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import { refreshChannels } from '../agent/channel.ts';
import { Guest } from '../engine/guest.ts';
import type { GuestState, ShutoffReason } from '../engine/guest-state.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import type { GuestStatus } from '../engine/status.ts';
import { settleBlockJobs } from '../block-jobs/settle.ts';
import { QmpClient } from '../qmp/index.ts';
import { shortName } from './short-name.ts';
import { adoptDisks } from './disks.ts';
import { lifecycle } from './events.ts';
import { removeGuestFolders } from './guest-folders.ts';
import { endHelpers } from './helpers.ts';
import { followGuest, saveStatus } from './follow.ts';
import { releaseInterfaces } from './interfaces.ts';
import { killProcess, qemusIn } from './processes.ts';
import { runningGuest } from './start.ts';
import { removeSnapshotFolder } from '../snapshot/store.ts';
import { removeManagedSave } from '../save/save.ts';
import { endGuest } from './stop.ts';

const log: Logger = getLogger('qemu.qemu_process');

/** Finds the guests again that run since another process started them, and tidies up after those that ended meanwhile. */
export async function reconnectGuests(engine: QemuEngine, statuses: ReadonlyMap<string, GuestStatus>, allRead: boolean): Promise<void> {
  const unnoted = new Set([...statuses.values()].filter((status) => unfinished(engine, status)).map(({ folder }) => folder));
  const qemus = await qemusIn(engine.host, unnoted);
  await Promise.all([...statuses].map(([name, status]) => reconnect(engine, name, status, qemus.get(status.folder))));
  await removeOrphans(engine, allRead);
}

/** Did its starter die before it could note which process it is? */
function unfinished({ bootId }: QemuEngine, status: GuestStatus): boolean {
  return status.process === undefined && status.bootId === bootId;
}

async function reconnect(engine: QemuEngine, name: string, status: GuestStatus, unnoted: ProcessIdentity | undefined): Promise<void> {
  const { document } = status;
  let guest = engine.guests.byName(name);
  if (guest === undefined) {
    guest = new Guest(name, document.uuid as string);
    engine.guests.add(guest);
  }
  engine.idTaken(document.id ?? 0);
  // It is not adopted: nobody was told that it started.
  if (unnoted !== undefined) await killProcess(engine.host, unnoted);
  const { process } = status;
  const monitor = process === undefined ? undefined : await openMonitor(engine, name, status, process);
  if (monitor === undefined || process === undefined) {
    await forget(engine, guest, status);
    return;
  }
  const running = runningGuest(engine, {
    id: document.id ?? engine.nextId(),
    document,
    folder: status.folder,
    logFile: status.logFile,
    process,
    monitor,
  });
  guest.running = running;
  guest.state = status.state;
  guest.agentTimeout = status.agentTimeout ?? guest.agentTimeout;
  engine.guests.setId(guest, running.id);
  await adoptDisks(engine, guest, document);
  followGuest(engine, guest, running);
  await settle(engine, guest, running, status);
  await settleBlockJobs(engine, guest, running);
}

/** The monitor, when QEMU is still there. */
async function openMonitor(
  engine: QemuEngine,
  name: string,
  status: GuestStatus,
  process: ProcessIdentity,
): Promise<QmpClient | undefined> {
  if (status.bootId !== engine.bootId) return undefined;
  const alive = await engine.host.process(process.pid);
  if (alive?.startTime !== process.startTime) return undefined;
  const { reconnect, monitor: timeout } = engine.timeouts;
  try {
    const stream = await engine.host.connect({ path: status.monitor });
    return await QmpClient.open(stream, { label: `of domain '${name}'`, greetingTimeout: reconnect, timeout });
  } catch (error) {
    if (!isVirtError(error)) throw error;
    log.error(`monitor of guest ${name} does not answer, ending process ${process.pid}: ${error.message}`);
    await killProcess(engine.host, process);
    return undefined;
  }
}

/** Removes what a start left that died before there was a status, or an end that died after it was gone. */
async function removeOrphans({ host, scope, guests }: QemuEngine, allRead: boolean): Promise<void> {
  const { state, run } = scope.folders;
  const known = new Set([...guests].flatMap(({ name, running }) => (running === undefined ? [] : [shortName(running.id, name)])));
  const unknown = async (folder: string, prefix: string): Promise<string[]> => {
    const names = ((await host.list(folder)) ?? []).filter((name) => name.startsWith(prefix) && /^\d+-/.test(name.slice(prefix.length)));
    return names.filter((name) => !known.has(name.slice(prefix.length))).map((name) => `${folder}/${name}`);
  };
  const folders = [...(await unknown(state, 'domain-')), ...(await unknown(`${run}/channel`, ''))];
  const probes = `${run}/probe`;
  const probing = (await host.list(probes)) ?? [];
  const qemus = await qemusIn(host, new Set([...folders, ...(probing.length > 0 ? [probes] : [])]));
  for (const folder of folders) {
    const process = qemus.get(folder);
    if (process !== undefined && !allRead) {
      log.error(`process ${process.pid} in '${folder}' is left alone: the status that names it may be one that cannot be read`);
      continue;
    }
    if (process !== undefined) await killProcess(host, process);
    await host.remove(folder, { recursive: true, durable: false });
  }
  for (let probe = qemus.get(probes); probe !== undefined; probe = (await qemusIn(host, new Set([probes]))).get(probes)) {
    await killProcess(host, probe);
  }
  for (const name of probing) await host.remove(`${probes}/${name}`, { durable: false });
}

/** The guest has ended while nobody watched. */
async function forget(engine: QemuEngine, guest: Guest, status: GuestStatus): Promise<void> {
  guest.state = { state: 'shutoff', reason: endOf(status.state) };
  await releaseInterfaces(engine, status.document, { sure: false });
  if (status.bootId === engine.bootId) await endHelpers(engine, status.document, status.folder);
  await removeGuestFolders(engine, status.document.id ?? -1, guest.name);
  await engine.statuses.delete(guest.name);
  if (guest.definition === undefined) {
    await removeSnapshotFolder(engine, guest);
    guest.removed = true;
    engine.guests.remove(guest);
  }
}

function endOf({ state, reason }: GuestState): ShutoffReason {
  if (state === 'shutdown') return 'shutdown';
  return state === 'paused' && reason === 'starting up' ? 'failed' : 'crashed';
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
    const begun = status.state.state === 'running' ? state !== 'prelaunch' : status.state.reason !== 'starting up';
    if (!begun) {
      // Its creator died before the guest ran: nobody was told that it started.
      await endGuest(engine, guest, running, 'failed');
      return;
    }
    if (await settleSave(engine, guest, running)) return;
    const channels = await refreshChannels(engine, guest, running);
    const now = stateNow(state, guest.state);
    if (now.state !== guest.state.state) {
      guest.state = now;
      await saveStatus(engine, guest, running);
      lifecycle(engine, guest, now.state === 'running' ? 'resumed' : 'suspended', (now.state === 'running' ? 'unpaused' : 'paused') as never);
    } else if (channels) await saveStatus(engine, guest, running);
  } catch (error) {
    log.error(`guest ${guest.name} does not answer: ${String(error)}`);
  }
}

/** A save was under way, or a restore was finished but for its file. Says whether the guest is dealt with. */
async function settleSave(engine: QemuEngine, guest: Guest, running: RunningGuest): Promise<boolean> {
  const saving = guest.state.state === 'paused' && guest.state.reason === 'save';
  if (saving && guest.managedSave) {
    // The file is whole: nothing has run since.
    await endGuest(engine, guest, running, 'saved');
    return true;
  }
  if (guest.managedSave) await removeManagedSave(engine, guest);
  if (!saving) return false;
  await running.monitor.execute('migrate_cancel');
  guest.state = { state: 'running', reason: 'save canceled' };
  await running.monitor.execute('cont');
  await saveStatus(engine, guest, running);
  lifecycle(engine, guest, 'resumed', 'unpaused');
  return true;
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
