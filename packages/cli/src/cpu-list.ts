import { Bitmap } from '@virtweave/core-util/values';
import { CommandError } from './errors.ts';
import type { Shell } from './shell.ts';

/** How many processors the host has: the length of maps of processors. */
export async function hostCpus(shell: Shell): Promise<number> {
  const hypervisor = await shell.hypervisor();
  try {
    return (await hypervisor.nodeGetCPUMap(0)).cpus;
  } catch {
    // A driver without maps still knows the shape of its host.
    const { nodes, sockets, cores, threads } = await hypervisor.nodeGetInfo();
    return nodes * sockets * cores * threads;
  }
}

/**
 * A map of processors from `0-3,^2`; `r` are all of them.
 *
 * @throws CommandError
 */
export function readCpuList(written: string, cpus: number): Uint8Array {
  if (written === 'r') return cpumap(Bitmap.fromRanges([{ first: 0, last: cpus - 1 }], cpus), cpus);
  let list: Bitmap;
  try {
    list = Bitmap.parse(written, cpus);
  } catch (cause) {
    throw new CommandError(`Invalid cpulist '${written}'`, { cause });
  }
  return cpumap(list, cpus);
}

function cpumap(list: Bitmap, cpus: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(cpus / 8));
  for (const cpu of list) bytes[cpu >> 3] = (bytes[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  return bytes;
}

const has = (map: Uint8Array, cpu: number): boolean => ((map[cpu >> 3] ?? 0) & (1 << (cpu & 7))) !== 0;

/** `0-3,5` */
export function shownCpus(map: Uint8Array, cpus: number): string {
  return Bitmap.of(Array.from({ length: cpus }, (_, cpu) => cpu).filter((cpu) => has(map, cpu)), cpus).toString();
}

/** `yyy-y---`: a letter for each processor. */
export const shownCpuMask = (map: Uint8Array, cpus: number): string =>
  Array.from({ length: cpus }, (_, cpu) => (has(map, cpu) ? 'y' : '-')).join('');
