import type { BlockJobInfo } from '@virtweave/core-api';
import type { Disk, Domain } from '@virtweave/core-conf';
import { VirtError, type ErrorCode } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { claimDisks, releaseDisk } from '../lifecycle/disks.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import { changeDefinition } from '../members/change.ts';
import { isJsonObject, type Json, type JsonObject } from '../qmp/index.ts';
import { backingStores, liveChain, removeUnusedNodes } from './chain.ts';
import { jobTypes, parseJobName, type JobKind } from './job-name.ts';

const MIB = 1024n * 1024n;

/** The job of a disk, as QEMU tells it. */
export interface LiveJob {
  readonly name: string;
  readonly kind: JobKind;
  readonly ready: boolean;
  readonly reply: JsonObject;
}

/** The job that runs on a disk. */
export async function jobOf({ monitor }: Pick<RunningGuest, 'monitor'>, target: string, signal?: AbortSignal): Promise<LiveJob | undefined> {
  const reply = await monitor.execute('query-block-jobs', undefined, signal === undefined ? {} : { signal });
  for (const job of Array.isArray(reply) ? (reply as readonly Json[]).filter(isJsonObject) : []) {
    const name = String(job['device']);
    const parsed = parseJobName(name);
    if (parsed?.target === target) return { name, kind: parsed.kind, ready: job['ready'] === true, reply: job };
  }
  return undefined;
}

/** libvirt's view of a job: one that is not ready is never shown as finished. */
export function jobInfo({ kind, ready, reply }: LiveJob, bytes: boolean): BlockJobInfo {
  const speed = big(reply['speed']);
  let [cur, end] = [big(reply['offset']), big(reply['len'])];
  if (cur === 0n && end === 0n) [cur, end] = ready ? [1n, 1n] : [0n, 1n];
  else if (!ready && cur === end && cur > 0n) cur -= 1n;
  return { type: jobTypes[kind], bandwidth: bytes ? speed : (speed + MIB - 1n) / MIB, cur, end };
}

/** Only one job at a time works on a disk. @throws VirtError VIR_ERR_OPERATION_UNSUPPORTED */
export async function refuseSecondJob(running: RunningGuest, disk: Disk, signal?: AbortSignal): Promise<void> {
  if (disk.mirror === undefined && (await jobOf(running, disk.target.dev, signal)) === undefined) return;
  throw new VirtError('VIR_ERR_BLOCK_COPY_ACTIVE', `disk '${disk.target.dev}' already in active block job`, { domain: 'VIR_FROM_QEMU' });
}

/** Replaces a disk in the running guest's document, and in its status. */
export async function changeDisk(engine: QemuEngine, guest: Guest, running: RunningGuest, target: string, change: (disk: Disk) => Disk): Promise<void> {
  running.document = withDisk(running.document, target, change);
  await saveStatus(engine, guest, running);
}

export function withDisk(document: Domain, target: string, change: (disk: Disk) => Disk): Domain {
  const disks = document.devices.disks.map((disk) => (disk.target.dev === target ? change(disk) : disk));
  return { ...document, devices: { ...document.devices, disks } };
}

/** How a job ended: `virConnectDomainEventBlockJobStatus`. */
export const jobStatus = { completed: 0, failed: 1, canceled: 2, ready: 3 } as const;

/**
 * A job is over: the document gets what the disk is now, as QEMU has it, and nodes that nobody uses go. The definition of
 * the next start follows, when it had the same image.
 */
export async function jobEnded(engine: QemuEngine, guest: Guest, running: RunningGuest, target: string): Promise<void> {
  if (guest.running !== running) return;
  const old = running.document.devices.disks.find((disk) => disk.target.dev === target);
  if (old === undefined) return;
  const chain = await liveChain(running, old);
  const [top] = chain;
  const before = old.source.type === 'file' ? old.source.file : undefined;
  const pivoted = top !== undefined && before !== undefined && top.file !== before && top.file.startsWith('/');
  const change = (disk: Disk): Disk => {
    const { mirror: _, backingStore, ...rest } = disk;
    // What a document did not say is left to the images themselves.
    const below = typeof backingStore === 'object' ? { backingStore: backingStores(chain) } : backingStore === undefined ? {} : { backingStore };
    if (!pivoted) return { ...rest, ...below };
    return { ...rest, ...below, driver: { ...rest.driver, name: 'qemu', type: top.format }, source: { ...rest.source, type: 'file', file: top.file } };
  };
  await changeDisk(engine, guest, running, target, change);
  if (pivoted) {
    const now = running.document.devices.disks.find((disk) => disk.target.dev === target) as Disk;
    await claimDisks(engine, guest, { ...running.document, devices: { ...running.document.devices, disks: [now] } });
    await releaseDisk(engine, guest, old);
    const stored = guest.definition?.devices.disks.find((disk) => disk.target.dev === target);
    if (stored?.source.type === 'file' && stored.source.file === before) {
      await changeDefinition(engine, guest, (definition) => withDisk(definition, target, change));
    }
  }
  await removeUnusedNodes(running);
}

/** Tells all who listen, by the disk's target and by its image. */
export function tellJob(engine: QemuEngine, guest: Guest, target: string, kind: JobKind, status: number): void {
  const disk = guest.running?.document.devices.disks.find((one) => one.target.dev === target);
  const path = disk?.source.type === 'file' ? disk.source.file : undefined;
  const type = jobTypes[kind];
  engine.events.emit({ kind: 'block-job', domain: guest.ref, disk: path ?? target, type, status });
  engine.events.emit({ kind: 'block-job-2', domain: guest.ref, disk: target, type, status });
}

/** Waits until QEMU says that a job is over. */
export async function whenOver({ monitor, ended }: RunningGuest, name: string, ask: () => Promise<unknown>, signal?: AbortSignal): Promise<void> {
  let settle: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (settle = resolve));
  const stop = monitor.onEvent(({ event, data }) => {
    if (data['device'] === name && (event === 'BLOCK_JOB_COMPLETED' || event === 'BLOCK_JOB_CANCELLED')) settle();
  });
  const aborted = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
  aborted.catch(() => undefined);
  try {
    await ask();
    await Promise.race([over, ended, aborted]);
  } finally {
    stop();
  }
}

function big(value: Json | undefined): bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n;
}

export function refused(code: ErrorCode, detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_QEMU' });
}
