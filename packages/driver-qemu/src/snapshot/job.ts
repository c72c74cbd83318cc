import { VirtError } from '@virtweave/core-util';
import type { Domain } from '@virtweave/core-conf';
import { queryBlock } from '../block/live-disk.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { readJobs } from '../monitor/jobs.ts';
import { isJsonObject, qmpErrorClass, type JsonObject } from '../qmp/index.ts';
import { checkInternal } from './images.ts';
import { refused } from './snapshot.ts';

type Running = Pick<RunningGuest, 'monitor' | 'document'>;

/**
 * Lets QEMU save, load or remove a snapshot of memory and disks, and waits until it is done.
 *
 * @param targets the disks, by target; memory goes into the image of the first
 * @throws VirtError VIR_ERR_OPERATION_FAILED with QEMU's reason
 */
export async function snapshotJob(
  running: Running,
  command: 'snapshot-save' | 'snapshot-load' | 'snapshot-delete',
  tag: string,
  targets: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const devices = await nodesOf(running, targets, signal);
  const [vmstate] = devices;
  if (vmstate === undefined) throw refused('VIR_ERR_CONFIG_UNSUPPORTED', 'no disk of the guest can hold a snapshot');
  const id = `virtweave-${command}`;
  const done = jobEnd(running, id);
  try {
    const args: JsonObject = { 'job-id': id, tag, devices, ...(command !== 'snapshot-delete' && { vmstate }) };
    await start(running, command, args, signal);
    await Promise.race([done.promise, running.monitor.closed.then(() => undefined)]);
  } finally {
    done.stop();
  }
  const job = readJobs(await running.monitor.execute('query-jobs')).find((one) => one.id === id);
  await running.monitor.execute('job-dismiss', { id });
  if (job?.error !== undefined) throw refused('VIR_ERR_OPERATION_FAILED', `${words[command]} snapshot '${tag}': ${job.error}`);
}

const words = { 'snapshot-save': 'cannot save', 'snapshot-load': 'cannot load', 'snapshot-delete': 'cannot delete' } as const;

async function start({ monitor }: Running, command: string, args: JsonObject, signal?: AbortSignal): Promise<void> {
  try {
    await monitor.execute(command, args, signal === undefined ? {} : { signal });
  } catch (error) {
    if (qmpErrorClass(error) !== 'CommandNotFound') throw error;
    throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `this QEMU has no command '${command}': internal snapshots of running guests take QEMU 6.0`, {
      domain: 'VIR_FROM_QEMU',
      cause: error,
    });
  }
}

/** Nodes of the disks, as QEMU has them now. */
async function nodesOf(running: Running, targets: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
  const state = await queryBlock(running as RunningGuest, signal);
  return targets.map((target) => {
    const disk = (running.document as Domain).devices.disks.find((one) => one.target.dev === target);
    if (disk !== undefined) checkInternal(disk);
    const inserted = disk === undefined ? undefined : state.deviceOf(disk)?.inserted;
    const node = isJsonObject(inserted) ? inserted['node-name'] : undefined;
    if (typeof node === 'string') return node;
    throw refused('VIR_ERR_OPERATION_FAILED', `disk '${target}' has no medium in the running guest`);
  });
}

/** Resolves when the job has ended, well or not. */
function jobEnd({ monitor }: Running, id: string): { readonly promise: Promise<void>; stop(): void } {
  let settle = (): void => {};
  const promise = new Promise<void>((resolve) => (settle = resolve));
  const stop = monitor.onEvent(({ event, data }) => {
    if (event === 'JOB_STATUS_CHANGE' && data?.id === id && data.status === 'concluded') settle();
  });
  return { promise, stop };
}
