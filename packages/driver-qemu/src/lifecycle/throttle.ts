import type { Disk, Iotune } from '@virtweave/core-conf';
import { queryBlock } from '../block/live-disk.ts';
import type { RunningGuest } from '../engine/running-guest.ts';

const kinds = ['total_bytes_sec', 'read_bytes_sec', 'write_bytes_sec', 'total_iops_sec', 'read_iops_sec', 'write_iops_sec'];

/** The limits of a disk by libvirt's names of the parameters, in its order. */
export const iotuneLimits: readonly string[] = [
  ...kinds,
  ...kinds.map((name) => `${name}_max`),
  'size_iops_sec',
  ...kinds.map((name) => `${name}_max_length`),
];

/** What each is called in a document. */
export function iotuneKey(name: string): keyof Iotune {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof Iotune;
}

/** QEMU's names: `bps`, `iops_rd_max`, ... */
function qemuName(name: string): string {
  if (name === 'size_iops_sec') return 'iops_size';
  const [, which = '', what = '', rest = ''] = /^(total|read|write)_(bytes|iops)_sec(.*)$/.exec(name) ?? [];
  return `${what === 'bytes' ? 'bps' : 'iops'}${{ total: '', read: '_rd', write: '_wr' }[which] ?? ''}${rest}`;
}

/** Tells QEMU a disk's limits; what has none is without limit. */
export async function setThrottle({ monitor }: Pick<RunningGuest, 'monitor'>, disk: Disk, signal?: AbortSignal): Promise<void> {
  const { iotune = {}, alias } = disk;
  const limits: Record<string, bigint> = {};
  for (const name of iotuneLimits) {
    const value = BigInt(iotune[iotuneKey(name)] ?? 0);
    // A burst's length without a burst is refused; the six limits themselves must all be said.
    if (value > 0n || kinds.includes(name)) limits[qemuName(name)] = value;
  }
  const group = Object.values(limits).some((value) => value > 0n) ? { group: iotune.groupName ?? alias ?? disk.target.dev } : {};
  // QEMU limits the part of the device that does the work, by its own name.
  const { qdev } = (await queryBlock({ monitor }, signal)).deviceOf(disk) ?? {};
  await monitor.execute('block_set_io_throttle', { id: qdev ?? alias ?? disk.target.dev, ...limits, ...group }, signal === undefined ? {} : { signal });
}
