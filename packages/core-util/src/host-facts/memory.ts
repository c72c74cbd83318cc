import { VirtError } from '../errors/virt-error.ts';
import type { Host } from '../host/host.ts';
import { factNumber, factText, numbered, type FactsHost } from './sysfs.ts';

/** Memory of a host or of one of its cells, by libvirt's names of the fields, in KiB. */
export type MemoryStats = Readonly<Partial<Record<'total' | 'free' | 'buffers' | 'cached', bigint>>>;

const nodes = '/sys/devices/system/node';

/** KiB. Node does not tell it; it is 4 on nearly every host. */
const systemPage = 4;

/**
 * Memory out of /proc/meminfo, or of one cell (`virNodeGetMemoryStats`). Cells do not tell buffers and cache.
 *
 * @throws VirtError VIR_ERR_INVALID_ARG when there is no such cell
 */
export async function readMemoryStats(host: FactsHost, cell?: number): Promise<MemoryStats> {
  if (cell === undefined) return statsIn((await factText(host, '/proc/meminfo')) ?? '');
  const cells = await cellNumbers(host);
  const last = cells.at(-1) ?? 0;
  if (cell > last) throw outside(`cellNum in virNodeGetMemoryStats must be less than or equal to ${last}`);
  const text = await factText(host, `${nodes}/node${cell}/meminfo`);
  // A kernel without NUMA has one cell: the host.
  if (text === undefined && cell === 0) return statsIn((await factText(host, '/proc/meminfo')) ?? '');
  const { total, free } = statsIn(text ?? '');
  return { ...(total !== undefined && { total }), ...(free !== undefined && { free }) };
}

const names: readonly (readonly [string, keyof MemoryStats])[] = [
  ['MemTotal', 'total'],
  ['MemFree', 'free'],
  ['Buffers', 'buffers'],
  ['Cached', 'cached'],
];

function statsIn(meminfo: string): MemoryStats {
  return Object.fromEntries(
    names.flatMap(([name, field]) => {
      const value = new RegExp(`(?:^|\\s)${name}:\\s*(\\d+) kB`, 'm').exec(meminfo)?.[1];
      return value === undefined ? [] : [[field, BigInt(value)]];
    }),
  );
}

/** Memory of all cells together, in KiB (`virNodeGetInfo`, `virNodeGetFreeMemory`). */
export async function readCellsMemory(host: FactsHost): Promise<{ readonly total: bigint; readonly free: bigint }> {
  const all = await Promise.all((await cellNumbers(host)).map((cell) => memoryOf(host, cell)));
  const known = all.filter(({ total }) => total !== undefined);
  const of = known.length > 0 ? known : [await readMemoryStats(host)];
  const sum = (field: 'total' | 'free'): bigint => of.reduce((total, stats) => total + (stats[field] ?? 0n), 0n);
  return { total: sum('total'), free: sum('free') };
}

/**
 * Free memory of cells in bytes, from `start` on, at most `count` of them (`virNodeGetCellsFreeMemory`). A number between two
 * cells that is none itself has nothing free.
 */
export async function readFreeMemory(host: FactsHost, start: number, count: number): Promise<readonly bigint[]> {
  const chosen = await cellRange(host, start, count);
  return Promise.all(chosen.map(async (cell) => ((await memoryOf(host, cell)).free ?? 0n) * 1024n));
}

/**
 * Free pages of each size (KiB), cell by cell (`virNodeGetFreePages`). Of the system's own size those are told that are free
 * and in no pool.
 *
 * @param start number of the first cell; -1: the whole host
 */
export async function readFreePages(
  host: FactsHost,
  sizes: readonly number[],
  start: number,
  count: number,
): Promise<readonly bigint[]> {
  const cells = start === -1 ? [undefined] : await cellRange(host, start, count);
  const found = await Promise.all(cells.map((cell) => Promise.all(sizes.map((size) => freePages(host, size, cell)))));
  return found.flat();
}

async function freePages(host: FactsHost, size: number, cell: number | undefined): Promise<bigint> {
  if (size === systemPage) {
    const { free = 0n } = cell === undefined ? await readCellsMemory(host) : await memoryOf(host, cell);
    return free / BigInt(size);
  }
  const text = await factText(host, `${poolFolder(size, cell)}/free_hugepages`);
  if (text === undefined) throw noPool(size, cell);
  return BigInt(factNumber(text));
}

/** How the pools of huge pages are to be changed. */
export interface PageAllocation {
  /** KiB, and how many pages of that size. */
  readonly pages: readonly (readonly [size: number, count: bigint])[];
  readonly start: number;
  readonly count: number;
  /** Add to what is there, or make it so many. */
  readonly how: 'add' | 'set';
}

/**
 * Changes the pools of huge pages (`virNodeAllocPages`), and says how many pools it changed.
 *
 * @throws VirtError VIR_ERR_OPERATION_FAILED when the kernel found fewer pages than asked for, which then stay
 */
export async function allocatePages(host: Host, { pages, start, count, how }: PageAllocation): Promise<number> {
  const cells = start === -1 ? [undefined] : await cellRange(host, start, count);
  let changed = 0;
  for (const cell of cells) {
    for (const [size, wanted] of pages) {
      if (size === systemPage)
        throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', "system pages pool can't be modified");
      const file = `${poolFolder(size, cell)}/nr_hugepages`;
      const before = await factText(host, file);
      if (before === undefined) throw noPool(size, cell);
      const target = how === 'set' ? wanted : wanted + BigInt(factNumber(before));
      // Files of the kernel cannot be replaced, only written to.
      await host.appendFile(file, String(target));
      const after = BigInt(factNumber(await factText(host, file)));
      if (after !== target) {
        throw new VirtError('VIR_ERR_OPERATION_FAILED', `Unable to allocate ${target} pages. Allocated only ${after}`);
      }
      changed += 1;
    }
  }
  return changed;
}

function poolFolder(size: number, cell: number | undefined): string {
  return `${cell === undefined ? '/sys/kernel/mm' : `${nodes}/node${cell}`}/hugepages/hugepages-${size}kB`;
}

async function memoryOf(host: FactsHost, cell: number): Promise<MemoryStats> {
  const text = await factText(host, `${nodes}/node${cell}/meminfo`);
  if (text !== undefined) return statsIn(text);
  return (await cellNumbers(host)).length === 0 ? readMemoryStats(host) : {};
}

async function cellNumbers(host: FactsHost): Promise<readonly number[]> {
  return numbered((await host.list(nodes)) ?? [], 'node');
}

async function cellRange(host: FactsHost, start: number, count: number): Promise<readonly number[]> {
  const last = (await cellNumbers(host)).at(-1) ?? 0;
  if (start < 0 || start > last) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `start cell ${start} out of range (0-${last})`);
  return Array.from({ length: Math.min(count, last - start + 1) }, (_, at) => start + at);
}

function noPool(size: number, cell: number | undefined): VirtError {
  const where = cell === undefined ? '' : ` on node ${cell}`;
  return new VirtError('VIR_ERR_OPERATION_FAILED', `page size ${size} is not available${where}`);
}

function outside(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { bare: true });
}
