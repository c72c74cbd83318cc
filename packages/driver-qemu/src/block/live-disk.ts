import type { Disk } from '@virtweave/core-conf';
import type { RunningGuest } from '../engine/running-guest.ts';
import { isJsonObject, type Json, type JsonObject } from '../qmp/index.ts';

/** A running guest's disk, as QEMU has it now. */
export interface LiveDisk {
  /** Node that the device reads and writes; undefined: no medium. */
  readonly node?: string;
  /** Node of the file below it. */
  readonly storage?: string;
  readonly image?: LiveImage;
}

export interface LiveImage {
  readonly file: string;
  readonly capacity: bigint;
  /** How far the guest has written, or what the file takes. */
  readonly allocation?: bigint;
  /** Bytes that the file takes on its file system. */
  readonly physical?: bigint;
}

/** What QEMU says of all drives. */
export interface BlockState {
  deviceOf(disk: Disk): JsonObject | undefined;
  /** The counters of the device. */
  statsOf(disk: Disk): JsonObject | undefined;
  /** The whole entry with counters: nodes below stand in `parent`, `backing`. */
  entryOf(disk: Disk): JsonObject | undefined;
}

/** Asks for drives and their counters. */
export async function queryBlock({ monitor }: Pick<RunningGuest, 'monitor'>, signal?: AbortSignal): Promise<BlockState> {
  const options = signal === undefined ? {} : { signal };
  const [devices, counters] = await Promise.all([
    monitor.execute('query-block', undefined, options),
    monitor.execute('query-blockstats', undefined, options),
  ]);
  const entryOf = (disk: Disk): JsonObject | undefined => ofDisk(counters, disk);
  return {
    entryOf,
    deviceOf: (disk) => ofDisk(devices, disk),
    statsOf: (disk) => {
      const stats = entryOf(disk)?.stats;
      return isJsonObject(stats) ? stats : undefined;
    },
  };
}

/** One disk: its nodes and its image. */
export async function liveDisk(running: Pick<RunningGuest, 'monitor'>, disk: Disk, signal?: AbortSignal): Promise<LiveDisk> {
  const state = await queryBlock(running, signal);
  const inserted = state.deviceOf(disk)?.inserted;
  if (!isJsonObject(inserted)) return {};
  const below = state.entryOf(disk)?.parent;
  const storage = isJsonObject(below) ? below['node-name'] : undefined;
  const image = imageOf(state, disk);
  return {
    ...(typeof inserted['node-name'] === 'string' && { node: inserted['node-name'] }),
    ...(typeof storage === 'string' && { storage }),
    ...(image !== undefined && { image }),
  };
}

/** The image in a drive. */
export function imageOf(state: BlockState, disk: Disk): LiveImage | undefined {
  const inserted = state.deviceOf(disk)?.inserted;
  if (!isJsonObject(inserted) || !isJsonObject(inserted.image)) return undefined;
  const { image } = inserted;
  const below = state.entryOf(disk)?.parent;
  const written = isJsonObject(below) && isJsonObject(below.stats) ? size(below.stats.wr_highest_offset) : undefined;
  const physical = size(image['actual-size']);
  const allocation = written !== undefined && written > 0n ? written : physical;
  return {
    file: String(image.filename ?? ''),
    capacity: size(image['virtual-size']) ?? 0n,
    ...(allocation !== undefined && { allocation }),
    ...(physical !== undefined && { physical }),
  };
}

/** QEMU names the device by its id or, for virtio and USB, by the path of the part that does the work. */
function ofDisk(answers: Json, { alias }: Disk): JsonObject | undefined {
  if (!Array.isArray(answers) || alias === undefined) return undefined;
  const path = `/machine/peripheral/${alias}`;
  return (answers as readonly Json[])
    .filter(isJsonObject)
    .find(({ qdev }) => qdev === alias || qdev === path || (typeof qdev === 'string' && qdev.startsWith(`${path}/`)));
}

function size(value: Json | undefined): bigint | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : undefined;
}
