import { randomBytes } from 'node:crypto';
import { cloneDomain, type Domain } from '@virtweave/core-conf';
import { Reverter, VirtError, encodeFileName, getLogger, isVirtError, type Logger, type SpawnedProcess } from '@virtweave/core-util';
import { buildCommand, prepareStart, shellWords, type QemuCommand } from '../command/index.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { capabilitiesFor } from '../engine/definitions.ts';
import type { Guest } from '../engine/guest.ts';
import type { GuestState } from '../engine/guest-state.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { formatStatus } from '../engine/status.ts';
import { QmpClient, type QmpEvent } from '../qmp/index.ts';
import { agentOf, channelsOfStart } from '../agent/channel.ts';
import { commandContext, commandFolders } from './command-context.ts';
import { claimDisks, releaseDisks } from './disks.ts';
import { lifecycle } from './events.ts';
import { prepareFirmware } from './firmware.ts';
import { followGuest } from './follow.ts';
import { decideCpu, updateLiveCpu } from './guest-cpu.ts';
import { makeGuestFolders, removeGuestFolders } from './guest-folders.ts';
import { startHelpers } from './helpers.ts';
import { prepareInterfaces } from './interfaces.ts';
import { snapshotJob } from '../snapshot/job.ts';
import { loadState, type RestoredState } from '../save/restore.ts';
import { applyPins } from './pinning.ts';
import { assignPorts } from './ports.ts';
import { allowMemoryLock } from './memory-lock.ts';
import { applyRuntimeSettings, learnPtys } from './runtime-settings.ts';
import { together } from './together.ts';

const log: Logger = getLogger('qemu.qemu_process');

export interface StartOptions {
  /** Leave its CPUs stopped (`VIR_DOMAIN_START_PAUSED`). */
  readonly paused?: boolean;
  /** Make its firmware variables anew from their template (`VIR_DOMAIN_START_RESET_NVRAM`). */
  readonly resetNvram?: boolean;
  /** It goes on where a saved guest stopped. `loaded` is called when QEMU has it all, before the guest runs. */
  readonly restored?: RestoredState & { loaded?(): Promise<void> };
  /** It goes back to a snapshot; with `load` its memory does, too. */
  readonly snapshot?: { readonly load?: { readonly tag: string; readonly targets: readonly string[] } };
  readonly signal?: AbortSignal;
}

/**
 * Starts QEMU for a guest. The caller holds its lock. When this fails nothing is left: no process, no file, no folder.
 *
 * @throws VirtError; when QEMU refuses, with its own words
 */
export async function startGuest(engine: QemuEngine, guest: Guest, definition: Domain, options: StartOptions = {}): Promise<void> {
  const { signal } = options;
  const undo = new Reverter();
  try {
    await start(engine, guest, definition, options, undo);
    undo.success();
  } catch (error) {
    const failure = await undo.revert(error);
    guest.state = { state: 'shutoff', reason: 'failed' };
    throw signal?.aborted === true ? signal.reason : failure;
  }
}

async function start(engine: QemuEngine, guest: Guest, definition: Domain, options: StartOptions, undo: Reverter): Promise<void> {
  const { host, scope } = engine;
  const { signal } = options;
  const call = signal === undefined ? {} : { signal };
  // What its last run left would be taken for what this one makes.
  await guest.ending;
  const document = cloneDomain(definition);
  const id = engine.nextId();
  document.id = id;
  const capabilities = await capabilitiesFor(engine, document);
  undo.add('give back its disks', () => releaseDisks(engine, guest));
  await claimDisks(engine, guest, document, call);
  const folders = commandFolders(scope, id, guest.name);
  const folder = folders.domain;
  const monitor = `${folder}/monitor.sock`;
  const logFile = `${scope.folders.log}/${encodeFileName(guest.name, '.log')}`;
  checkSocketPath(monitor);
  prepareStart(document, { folders });
  const releasePorts = await assignPorts(engine, document, signal);
  undo.add('give back its ports', releasePorts);
  const masterKey = randomBytes(32);
  undo.add(`remove folder '${folder}'`, () => removeGuestFolders(engine, id, guest.name));
  await makeGuestFolders(engine, id, guest.name, signal);
  await together([
    prepareFirmware(engine, document, options, undo),
    decideCpu(engine, document, capabilities, signal),
    host.writeFile(`${folder}/master-key.aes`, masterKey, { durable: false, ...call }),
  ]);

  const statusOf = (state: GuestState, process?: SpawnedProcess): string =>
    formatStatus({ state, bootId: engine.bootId, monitor, folder, logFile, document, ...(process && { process }), agentTimeout: guest.agentTimeout });
  // Before there is a process or a tap: whoever finds this status looks for them. It need not survive a power cut, which
  // leaves neither.
  const announce = (process?: SpawnedProcess): Promise<void> =>
    engine.statuses.put(guest.name, statusOf({ state: 'paused', reason: 'starting up' }, process), { durable: false, ...call });
  undo.add('remove its status', () => engine.statuses.delete(guest.name));
  const interfaces = await prepareInterfaces(engine, document, { undo, folder, announce, ...call });
  const { restored, snapshot } = options;
  const origin = snapshot !== undefined ? 'from snapshot' : restored !== undefined ? 'restored' : 'booted';
  const incoming = `${folder}/restore.sock`;
  const context = await commandContext(engine, document, { folders, monitor, masterKey, interfaces });
  const command = buildCommand(document, capabilities, restored === undefined ? context : { ...context, incoming: { uri: `unix:${incoming}` } });
  await together([announce(), host.appendFile(logFile, logHeader(command))]);
  await startHelpers(engine, document, { folder, undo, ...call });
  const logStart = (await host.stat(logFile))?.size ?? 0;
  signal?.throwIfAborted();

  const { program, args } = await allowMemoryLock(host, document, command, call);
  const process = await host.spawn(program, args, {
    log: logFile,
    env: Object.fromEntries(command.env),
    cwd: folder,
    listen: [{ path: monitor }],
  });
  undo.add(`end process ${process.pid}`, () => endProcess(engine, process));
  const running = await attach(engine, guest, { id, document, folder, logFile, monitor, process, command }, logStart, signal);
  undo.add('close its monitor', () => running.monitor.close());
  const state: GuestState =
    options.paused === true
      ? { state: 'paused', reason: pausedReason[origin] }
      : { state: 'running', reason: origin };
  try {
    if (restored !== undefined) {
      await announce(process);
      await loadState(engine, { monitor: running.monitor, ended: running.monitor.closed }, incoming, restored, signal);
    }
    if (snapshot?.load !== undefined) {
      await announce(process);
      await snapshotJob(running, 'snapshot-load', snapshot.load.tag, snapshot.load.targets, signal);
    }
    await together([
      announce(process),
      updateLiveCpu(engine, running, signal),
      learnPtys(running, signal),
      applyRuntimeSettings(running, signal),
      applyPins(host, running, signal),
    ]);
    signal?.throwIfAborted();
    if (restored?.loaded !== undefined) {
      // From here on the guest is found again as one that is paused, with all that it remembers.
      await engine.statuses.put(guest.name, statusOf({ state: 'paused', reason: 'migration' }, process));
      await restored.loaded();
    }
    // The disk is slower than the guest's first instruction. A status that says that it runs, of a QEMU that has not
    // begun, is known for what it is: a start that was cut short.
    await together([
      engine.statuses.put(guest.name, statusOf(state, process)),
      ...(options.paused === true ? [] : [running.monitor.execute('cont', undefined, call)]),
    ]);
  } catch (error) {
    throw await withQemuWords(engine, error, { ...running, command }, logStart);
  }
  releasePorts();
  guest.running = running;
  guest.state = state;
  engine.guests.setId(guest, id);
  channelsOfStart(engine, guest, running);
  if (options.paused !== true) lifecycle(engine, guest, 'resumed', 'unpaused');
  lifecycle(engine, guest, 'started', origin);
  if (options.paused === true) lifecycle(engine, guest, 'suspended', origin === 'booted' ? 'paused' : origin);
  followGuest(engine, guest, running);
  log.info(`guest ${guest.name} runs as process ${process.pid}`);
}

/** Why a guest is paused that was started so. */
const pausedReason = { booted: 'user', restored: 'migration', 'from snapshot': 'from snapshot' } as const;

interface Started {
  readonly id: number;
  readonly document: Domain;
  readonly folder: string;
  readonly logFile: string;
  readonly monitor: string;
  readonly process: SpawnedProcess;
  readonly command: QemuCommand;
}

/** Opens the monitor of a QEMU that was just started; its end before that is told in its own words. */
async function attach(engine: QemuEngine, guest: Guest, started: Started, logStart: number, signal?: AbortSignal): Promise<RunningGuest> {
  const { monitor: path, process, command, ...rest } = started;
  try {
    const stream = await engine.host.connect({ path }, signal === undefined ? {} : { signal });
    const monitor = await QmpClient.open(stream, {
      label: `of domain '${guest.name}'`,
      timeout: engine.timeouts.monitor,
      ...(signal && { signal }),
    });
    return runningGuest(engine, { ...rest, process, monitor });
  } catch (error) {
    throw await withQemuWords(engine, error, started, logStart);
  }
}

/** The bookkeeping of a guest whose monitor is open. */
export function runningGuest(engine: QemuEngine, parts: Pick<RunningGuest, 'id' | 'document' | 'folder' | 'logFile' | 'process' | 'monitor'>): RunningGuest {
  let settleEnded = (): void => {};
  const ended = new Promise<void>((resolve) => (settleEnded = resolve));
  // A guest can power off before its start is on disk and told: that must not be missed.
  const events: QmpEvent[] = [];
  const early = { events, stop: parts.monitor.onEvent((event) => void events.push(event)) };
  const agent = agentOf(engine, () => running);
  const running: RunningGuest = { ...parts, agent, consoles: new Map(), unplugging: new Map(), ended, settleEnded, early };
  return running;
}

/** When QEMU has ended, what it wrote to its log says why. */
async function withQemuWords(
  engine: QemuEngine,
  error: unknown,
  running: Pick<Started, 'process' | 'logFile' | 'document' | 'command'>,
  logStart: number,
): Promise<unknown> {
  if (!isVirtError(error) || error.code === 'VIR_ERR_OPERATION_TIMEOUT') return error;
  const alive = await engine.host.process(running.process.pid);
  const gone = alive === undefined || alive.startTime !== running.process.startTime || (await exitedSoon(running.process));
  if (!gone) return error;
  const words = (await engine.host.readFile(running.logFile, { offset: logStart, length: 16 * 1024 })).toString('utf8').trim();
  const said = words === '' ? '' : `: ${words}`;
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `QEMU unexpectedly closed the monitor (vm='${running.document.name}')${said}${await whatToDo(words, running)}`, {
    domain: 'VIR_FROM_QEMU',
    cause: error,
  });
}

/** Which argument that was, where it comes from, and what can be done. Loaded only now: a start that goes well needs none of it. */
async function whatToDo(words: string, { command, document, logFile }: Pick<Started, 'command' | 'document' | 'logFile'>): Promise<string> {
  const { findRefusal, refusalText } = await import('../explain/index.ts');
  const refusal = findRefusal(words, command, document);
  return refusal === undefined ? '' : `\n${refusalText(refusal, logFile)}`;
}

/** The socket of a dying process closes a moment before the process is gone. */
async function exitedSoon({ exited }: Pick<SpawnedProcess, 'exited'>): Promise<boolean> {
  if (exited === undefined) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), 500)));
  try {
    return await Promise.race([exited.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Kills a QEMU that never ran a guest, and waits until it is gone. */
async function endProcess(engine: QemuEngine, process: SpawnedProcess): Promise<void> {
  if (!(await engine.host.signal(process, 'SIGKILL'))) return;
  // `exited` alone would not keep this process alive.
  const alive = setInterval(() => {}, 60_000);
  try {
    await process.exited;
  } finally {
    clearInterval(alive);
  }
}

/** Longest path of a unix socket, less what it is called while it is being made. */
const MAX_SOCKET_PATH = 107 - '.new'.length;

function checkSocketPath(path: string): void {
  const length = Buffer.byteLength(path);
  if (length <= MAX_SOCKET_PATH) return;
  throw new VirtError(
    'VIR_ERR_CONFIG_UNSUPPORTED',
    `the path of the monitor socket '${path}' has ${length} bytes, ${MAX_SOCKET_PATH} are possible; choose a root folder with a shorter path`,
    { domain: 'VIR_FROM_QEMU' },
  );
}

/** The log begins with the command, so that a person can run it again. */
function logHeader(command: QemuCommand): string {
  const lines = shellWords(command).map((word, index) => (index > 0 && !word.startsWith('-') ? ` ${word}` : `${index > 0 ? ' \\\n' : ''}${word}`));
  return `${new Date().toISOString().replace('T', ' ').replace('Z', '+0000')}: starting up\n${lines.join('')}\n`;
}
