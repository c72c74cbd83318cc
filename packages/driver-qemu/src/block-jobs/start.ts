import type { Disk } from '@virtweave/core-conf';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { claimDisks, releaseDisk } from '../lifecycle/disks.ts';
import { backingStores, findImage, liveChain, type ChainNode } from './chain.ts';
import { jobName } from './job-name.ts';
import { changeDisk, refused, refuseSecondJob } from './jobs.ts';
import { openNewImage } from './new-image.ts';

interface Where {
  readonly engine: QemuEngine;
  readonly guest: Guest;
  readonly running: RunningGuest;
  readonly disk: Disk;
  readonly signal: AbortSignal;
}

async function chainOf({ running, disk, signal }: Where): Promise<readonly [ChainNode, ...ChainNode[]]> {
  await refuseSecondJob(running, disk, signal);
  const [top, ...rest] = await liveChain(running, disk, signal);
  if (top === undefined) throw refused('VIR_ERR_INVALID_ARG', `disk '${disk.target.dev}' has no media in it`);
  return [top, ...rest];
}

/** Copies into the top image what lies below it, down to `base`. */
export async function startPull(where: Where, base: string | undefined, speed: bigint): Promise<void> {
  const { running, disk } = where;
  const chain = await chainOf(where);
  const at = base === undefined ? undefined : findImage(chain, disk, base);
  if (at === 0) throw refused('VIR_ERR_INVALID_ARG', `base '${base ?? ''}' of disk '${disk.target.dev}' is its top`);
  const below = at === undefined ? {} : { 'base-node': chain[at]?.node };
  await running.monitor.execute('block-stream', { 'job-id': jobName('pull', disk.target.dev), device: chain[0].node, speed, ...below });
}

export interface CommitWish {
  readonly base: string | undefined;
  readonly top: string | undefined;
  readonly shallow: boolean;
  readonly active: boolean;
  readonly speed: bigint;
}

/** Writes images into one below them. */
export async function startCommit(where: Where, { base, top, shallow, active, speed }: CommitWish): Promise<void> {
  const { engine, guest, running, disk } = where;
  const { dev } = disk.target;
  const chain = await chainOf(where);
  const from = top === undefined ? 0 : findImage(chain, disk, top);
  const to = base !== undefined ? findImage(chain, disk, base) : shallow ? from + 1 : chain.length - 1;
  if (from === 0 && !active) throw refused('VIR_ERR_INVALID_ARG', `commit of '${dev}' active layer requires active flag`);
  if (from > 0 && active) throw refused('VIR_ERR_INVALID_ARG', `active commit requested but '${top ?? ''}' is not active`);
  if (chain[from + 1] === undefined) throw refused('VIR_ERR_INVALID_ARG', `top '${chain[from]?.file ?? ''}' in chain for '${dev}' has no backing file`);
  if (to <= from) throw refused('VIR_ERR_INVALID_ARG', `could not find base '${base ?? ''}' below '${chain[from]?.file ?? ''}' in chain for '${dev}'`);
  if (base !== undefined && shallow && to !== from + 1) {
    throw refused('VIR_ERR_INVALID_ARG', `base '${base}' is not immediately below '${chain[from]?.file ?? ''}' in chain for '${dev}'`);
  }
  const name = jobName(from === 0 ? 'active-commit' : 'commit', dev);
  const target = chain[to] as ChainNode;
  await running.monitor.execute('block-commit', {
    'job-id': name,
    device: chain[0].node,
    'top-node': chain[from]?.node,
    'base-node': target.node,
    speed,
  });
  if (from > 0) return;
  await changeDisk(engine, guest, running, dev, (one) => ({
    ...one,
    mirror: { job: 'active-commit', format: { type: target.format }, source: { type: 'file', file: target.file } },
  }));
}

export interface CopyWish {
  readonly file: string;
  /** undefined: that of the disk, or of the file that is there. */
  readonly format: string | undefined;
  readonly shallow: boolean;
  /** The file is there. */
  readonly reuse: boolean;
  readonly synchronous: boolean;
  readonly speed: bigint;
  readonly granularity: number | undefined;
  readonly bufferSize: bigint | undefined;
}

/** Copies a disk to another image, and goes on writing to both until the job is ended. */
export async function startCopy(where: Where, wish: CopyWish): Promise<void> {
  const { engine, guest, running, disk, signal } = where;
  const { dev } = disk.target;
  const { file, shallow, reuse } = wish;
  const chain = await chainOf(where);
  if (!file.startsWith('/')) throw refused('VIR_ERR_INVALID_ARG', `the path '${file}' must be absolute`);
  const [top, below] = chain;
  const format = wish.format ?? top.format;
  const there = await engine.host.stat(file, { signal });
  if (reuse && there === undefined) throw refused('VIR_ERR_INVALID_ARG', `missing destination file for disk ${dev}: ${file}`);
  if (!reuse && there !== undefined && there.type === 'file' && there.size > 0) {
    throw refused('VIR_ERR_CONFIG_UNSUPPORTED', `external destination file for disk ${dev} already exists and is not a block device: ${file}`);
  }
  if (shallow && format === 'raw' && below !== undefined) throw refused('VIR_ERR_INVALID_ARG', 'shallow copy of backing chains needs a format that can have a backing file');
  const backing = shallow ? below : undefined;
  const make = reuse ? {} : { make: { capacity: top.capacity, ...(backing !== undefined && { backing }) } };
  const image = await openNewImage(running.monitor, file, format, { ...make, above: shallow, like: disk, signal });
  const copy: Disk = { ...disk, source: { type: 'file', file } };
  try {
    await claimDisks(engine, guest, { ...running.document, devices: { ...running.document.devices, disks: [copy] } });
    await running.monitor.execute('blockdev-mirror', {
      'job-id': jobName('copy', dev),
      device: top.node,
      target: image.node,
      sync: shallow ? 'top' : 'full',
      speed: wish.speed,
      ...(wish.granularity !== undefined && { granularity: wish.granularity }),
      ...(wish.bufferSize !== undefined && { 'buf-size': wish.bufferSize }),
      ...(wish.synchronous && { 'copy-mode': 'write-blocking' }),
    });
  } catch (error) {
    await releaseDisk(engine, guest, copy);
    await image.drop();
    if (!reuse && there === undefined) await engine.host.remove(file, { durable: false });
    throw error;
  }
  await changeDisk(engine, guest, running, dev, (one) => ({
    ...one,
    mirror: {
      job: 'copy',
      format: { type: format },
      source: { type: 'file', file },
      // What the copy goes on above; without it, it has all.
      ...(backing !== undefined && { backingStore: backingStores(chain) }),
    },
  }));
}
