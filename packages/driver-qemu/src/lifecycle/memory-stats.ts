import type { MemoryStat } from '@virtweave/core-api';
import type { RunningGuest } from '../engine/running-guest.ts';
import { isJsonObject, qmpErrorClass, type Json } from '../qmp/index.ts';

/** What the guest's balloon driver tells, by `virDomainMemoryStatTags`; true: bytes, told as KiB. */
const told: readonly (readonly [name: string, tag: number, bytes: boolean])[] = [
  ['stat-swap-in', 0, true],
  ['stat-swap-out', 1, true],
  ['stat-major-faults', 2, false],
  ['stat-minor-faults', 3, false],
  ['stat-free-memory', 4, true],
  ['stat-total-memory', 5, true],
  ['stat-available-memory', 8, true],
  ['stat-disk-caches', 10, true],
  ['stat-htlb-pgalloc', 11, false],
  ['stat-htlb-pgfail', 12, false],
];
const LAST_UPDATE = 9;

/** What `virsh domstats` calls them, by tag. */
export const memoryStatNames: Readonly<Record<number, string>> = {
  0: 'swap_in',
  1: 'swap_out',
  2: 'major_fault',
  3: 'minor_fault',
  4: 'unused',
  5: 'available',
  8: 'usable',
  9: 'last-update',
  10: 'disk_caches',
  11: 'hugetlb_pgalloc',
  12: 'hugetlb_pgfail',
};

/** Not told: all bits. */
const NONE = 2n ** 64n - 1n;

/** Memory as the guest sees it; nothing without a balloon, or a driver for it in the guest. */
export async function guestMemoryStats({ monitor, document }: RunningGuest, signal?: AbortSignal): Promise<readonly MemoryStat[]> {
  const { memballoon } = document.devices;
  if (memballoon?.model.startsWith('virtio') !== true) return [];
  let answer: Json;
  try {
    const path = `/machine/peripheral/${memballoon.alias ?? 'balloon0'}`;
    answer = await monitor.execute('qom-get', { path, property: 'guest-stats' }, signal === undefined ? {} : { signal });
  } catch (error) {
    // Until the guest has a driver for its balloon there is nothing to tell.
    if (qmpErrorClass(error) !== undefined) return [];
    throw error;
  }
  if (!isJsonObject(answer) || !isJsonObject(answer.stats)) return [];
  const { stats, 'last-update': updated } = answer;
  const found = told.flatMap(([name, tag, bytes]) => {
    const value = number(stats[name]);
    return value === undefined ? [] : [{ tag, value: bytes ? value / 1024n : value }];
  });
  const time = number(updated);
  return time === undefined || time === 0n ? found : [...found, { tag: LAST_UPDATE, value: time }];
}

function number(value: Json | undefined): bigint | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const whole = BigInt(value);
  return whole < 0n || whole === NONE ? undefined : whole;
}
