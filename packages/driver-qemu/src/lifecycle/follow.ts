import { getLogger, type Logger } from '@virtweave/core-util';
import { channelChanged } from '../agent/channel.ts';
import type { AgentNews } from '../agent/client.ts';
import { liveDisk } from '../block/live-disk.ts';
import { parseJobName } from '../block-jobs/job-name.ts';
import { changeDisk, jobEnded, jobStatus, tellJob } from '../block-jobs/jobs.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { GuestState } from '../engine/guest-state.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { monitorEvent } from '../engine/monitor-event.ts';
import { formatStatus } from '../engine/status.ts';
import { deviceGone } from '../hotplug/unplug-device.ts';
import type { JsonObject, QmpEvent } from '../qmp/index.ts';
import { lifecycle } from './events.ts';
import { processGone } from './processes.ts';
import { endGuest, guestEnded } from './stop.ts';

const log: Logger = getLogger('qemu.qemu_process');

/** Listens to a running guest until it ends: QEMU's events, its monitor and its process. */
export function followGuest(engine: QemuEngine, guest: Guest, running: RunningGuest): void {
  const { monitor, process, early } = running;
  early.stop();
  monitor.onEvent((event) => {
    if (guest.running === running) handle(engine, guest, running, event);
  });
  for (const event of early.events.splice(0)) handle(engine, guest, running, event);
  const ended = (): void => {
    if (!engine.closed) engine.inBackground(`end of guest ${guest.name}`, guestEnded(engine, guest, running));
  };
  if (process.exited !== undefined) void process.exited.then(ended, ended);
  void monitor.closed.then((reason) => {
    // Closed by us: the guest goes on without us.
    if (reason === undefined || guest.running !== running || engine.closed) return;
    engine.inBackground(`end of the monitor of guest ${guest.name}`, monitorLost(engine, guest, running).then(ended));
  });
}

/** Somebody else's child: nobody tells us when it is gone, but it closes its monitor on the way out. */
async function monitorLost(engine: QemuEngine, guest: Guest, running: RunningGuest): Promise<void> {
  if (running.process.exited === undefined) await processGone(engine.host, running.process);
  else await endIfAlive(engine, guest, running);
}

/** A monitor that is lost while QEMU lives leaves a guest that nobody can steer. */
async function endIfAlive(engine: QemuEngine, guest: Guest, running: RunningGuest): Promise<void> {
  const { pid, startTime, exited } = running.process;
  if (exited !== undefined && (await within(exited, 1000))) return;
  const alive = await engine.host.process(pid);
  if (alive?.startTime !== startTime) return;
  log.error(`monitor of guest ${guest.name} is lost, ending process ${pid}`);
  running.stopping ??= 'failed';
  await engine.host.signal(running.process, 'SIGKILL');
}

async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)));
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Changes the state, keeps it in the status file, and does not wait for the disk. */
export function enterState(engine: QemuEngine, guest: Guest, running: RunningGuest, state: GuestState): Promise<void> {
  guest.state = state;
  return saveStatus(engine, guest, running);
}

export async function saveStatus(engine: QemuEngine, guest: Guest, running: RunningGuest): Promise<void> {
  if (guest.running !== running || engine.closed) return;
  const { document, process, folder, logFile } = running;
  const { bootId } = engine;
  const { agentTimeout } = guest;
  await engine.statuses.put(
    guest.name,
    formatStatus({ state: guest.state, process, bootId, monitor: `${folder}/monitor.sock`, folder, logFile, document, agentTimeout }),
  );
}

function handle(engine: QemuEngine, guest: Guest, running: RunningGuest, told: QmpEvent): void {
  const { event, data } = told;
  const news = agentNews[event];
  if (news !== undefined) running.agent.happened(news);
  if (engine.monitorEvents.size > 0) engine.monitorEvents.emit(monitorEvent(guest.ref, told));
  const handler = handlers[event];
  if (handler === undefined) return;
  const work = (async () => handler({ engine, guest, running, data: data ?? {} }))();
  engine.inBackground(`event ${event} of guest ${guest.name}`, work);
}

/** The document first: who hears of the end finds what it has come to. */
async function blockJobOver({ engine, guest, running, data }: EventContext, status: number): Promise<void> {
  const job = parseJobName(text(data.device));
  if (job === undefined) return;
  await guest.lock.run('modify', 'block job ended', () => jobEnded(engine, guest, running, job.target));
  tellJob(engine, guest, job.target, job.kind, status);
}

/** QEMU knows nodes, users know disks. */
async function thresholdPassed(
  engine: QemuEngine,
  guest: Guest,
  running: RunningGuest,
  node: string,
  threshold: bigint,
  excess: bigint,
): Promise<void> {
  for (const disk of running.document.devices.disks) {
    const { storage, image } = await liveDisk(running, disk);
    if (storage !== node) continue;
    const path = disk.source.type === 'file' ? disk.source.file : image?.file;
    engine.events.emit({ kind: 'block-threshold', domain: guest.ref, dev: disk.target.dev, path, threshold, excess });
    return;
  }
}

interface EventContext {
  readonly engine: QemuEngine;
  readonly guest: Guest;
  readonly running: RunningGuest;
  readonly data: JsonObject;
}

type Handler = (context: EventContext) => Promise<void> | void;

/** What a command of the guest's agent may wait for. */
const agentNews: Readonly<Record<string, AgentNews>> = { SHUTDOWN: 'shutdown', RESET: 'reset', SUSPEND: 'suspend' };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What each of QEMU's events means for a guest. */
const handlers: Readonly<Record<string, Handler>> = {
  async SHUTDOWN({ engine, guest, running, data }) {
    const by = data.guest === true ? 'guest' : 'host';
    const quit = text(data.reason) === 'host-signal' || text(data.reason) === 'host-qmp-quit';
    if (quit) {
      running.stopping ??= 'destroyed';
      return;
    }
    running.shutdownSeen = by;
    lifecycle(engine, guest, 'shutdown', by);
    const reset = text(data.reason) === 'guest-reset';
    const action = reset ? running.document.onReboot : running.document.onPoweroff;
    if (running.fakeReboot === true || (action === 'restart' && !reset)) {
      delete running.fakeReboot;
      delete running.shutdownSeen;
      running.resetting = true;
      try {
        await running.monitor.execute('system_reset');
        await running.monitor.execute('cont');
      } finally {
        delete running.resetting;
      }
      await enterState(engine, guest, running, { state: 'running', reason: 'booted' });
      return;
    }
    if (action === 'preserve') {
      await enterState(engine, guest, running, { state: 'paused', reason: 'shutdown' });
      return;
    }
    // On disk as well: should we die before it is off, the next process knows why it is.
    await enterState(engine, guest, running, { state: 'shutdown', reason: 'unknown' });
    await endGuest(engine, guest, running, 'shutdown');
  },
  RESET({ engine, guest }) {
    engine.events.emit({ kind: 'reboot', domain: guest.ref });
  },
  async STOP({ engine, guest, running }) {
    // What we stop ourselves is in its state already.
    if (guest.state.state !== 'running' || running.resetting === true || running.shutdownSeen !== undefined) return;
    await enterState(engine, guest, running, { state: 'paused', reason: 'unknown' });
    lifecycle(engine, guest, 'suspended', 'paused');
  },
  async RESUME({ engine, guest, running }) {
    if (guest.state.state !== 'paused') return;
    await enterState(engine, guest, running, { state: 'running', reason: 'unpaused' });
    lifecycle(engine, guest, 'resumed', 'unpaused');
  },
  async GUEST_PANICKED({ engine, guest, running }) {
    lifecycle(engine, guest, 'crashed', 'panicked');
    const { onCrash } = running.document;
    if (onCrash === 'preserve') {
      await enterState(engine, guest, running, { state: 'crashed', reason: 'panicked' });
    } else if (onCrash === 'restart' || onCrash === 'coredump-restart') {
      await running.monitor.execute('system_reset');
      await running.monitor.execute('cont');
    } else {
      await endGuest(engine, guest, running, 'crashed');
    }
  },
  RTC_CHANGE({ engine, guest, data }) {
    engine.events.emit({ kind: 'rtc-change', domain: guest.ref, utcOffset: BigInt(Number(data.offset ?? 0)) });
  },
  WATCHDOG({ engine, guest, data }) {
    const actions = ['none', 'pause', 'reset', 'poweroff', 'shutdown', 'debug', 'inject-nmi'];
    engine.events.emit({ kind: 'watchdog', domain: guest.ref, action: Math.max(0, actions.indexOf(text(data.action))) });
  },
  BALLOON_CHANGE({ engine, guest, running, data }) {
    const kib = BigInt(Number(data.actual ?? 0)) / 1024n;
    running.document.currentMemory = Number(kib);
    engine.events.emit({ kind: 'balloon-change', domain: guest.ref, actual: kib });
  },
  async BLOCK_IO_ERROR({ engine, guest, running, data }) {
    const actions = ['none', 'stop', 'report'];
    const devAlias = text(data.device) || text(data['qom-path']);
    const action = text(data.action) === 'ignore' ? 0 : Math.max(0, actions.indexOf(text(data.action)));
    engine.events.emit({ kind: 'io-error', domain: guest.ref, srcPath: text(data['node-name']), devAlias, action });
    engine.events.emit({
      kind: 'io-error-reason',
      domain: guest.ref,
      srcPath: text(data['node-name']),
      devAlias,
      action,
      reason: data.nospace === true ? 'enospc' : text(data.reason),
    });
    if (text(data.action) === 'stop' && guest.state.state === 'running') {
      await enterState(engine, guest, running, { state: 'paused', reason: 'ioerror' });
      lifecycle(engine, guest, 'suspended', 'ioerror');
    }
  },
  async SUSPEND({ engine, guest, running }) {
    await enterState(engine, guest, running, { state: 'pmsuspended', reason: 'unknown' });
    engine.events.emit({ kind: 'pm-suspend', domain: guest.ref, reason: 0 });
    lifecycle(engine, guest, 'pmsuspended', 'memory');
  },
  async WAKEUP({ engine, guest, running }) {
    if (guest.state.state !== 'pmsuspended') return;
    await enterState(engine, guest, running, { state: 'running', reason: 'wakeup' });
    engine.events.emit({ kind: 'pm-wakeup', domain: guest.ref, reason: 0 });
    lifecycle(engine, guest, 'started', 'wakeup');
  },
  async VSERPORT_CHANGE({ engine, guest, running, data }) {
    if (channelChanged(engine, guest, running, text(data.id), data.open === true)) await saveStatus(engine, guest, running);
  },
  DEVICE_TRAY_MOVED({ engine, guest, data }) {
    const devAlias = text(data.id) || text(data.device);
    engine.events.emit({ kind: 'tray-change', domain: guest.ref, devAlias, reason: data['tray-open'] === true ? 0 : 1 });
  },
  async DEVICE_DELETED({ engine, guest, running, data }) {
    const devAlias = text(data.device);
    if (devAlias === '') return;
    engine.events.emit({ kind: 'device-removed', domain: guest.ref, devAlias });
    // After whoever waits for it: then there is nothing left to do.
    await guest.lock.run('modify', 'device removed', () => deviceGone(engine, guest, running, devAlias));
  },
  BLOCK_JOB_COMPLETED: (context) => blockJobOver(context, text(context.data.error) === '' ? jobStatus.completed : jobStatus.failed),
  BLOCK_JOB_CANCELLED: (context) => blockJobOver(context, jobStatus.canceled),
  async BLOCK_JOB_READY({ engine, guest, running, data }) {
    const job = parseJobName(text(data.device));
    if (job === undefined) return;
    await changeDisk(engine, guest, running, job.target, (disk) =>
      disk.mirror === undefined || disk.mirror.ready !== undefined ? disk : { ...disk, mirror: { ...disk.mirror, ready: 'yes' } },
    );
    tellJob(engine, guest, job.target, job.kind, jobStatus.ready);
  },
  DEVICE_UNPLUG_GUEST_ERROR({ engine, guest, data }) {
    const devAlias = text(data.device);
    if (devAlias !== '') engine.events.emit({ kind: 'device-removal-failed', domain: guest.ref, devAlias });
  },
  BLOCK_WRITE_THRESHOLD({ engine, guest, running, data }) {
    const [threshold, excess] = [data['write-threshold'], data['amount-exceeded']].map((value) => BigInt(Number(value ?? 0)));
    engine.inBackground(`threshold of guest ${guest.name}`, thresholdPassed(engine, guest, running, text(data['node-name']), threshold ?? 0n, excess ?? 0n));
  },
};
