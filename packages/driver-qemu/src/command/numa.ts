import type { CacheSize, Latency, NumaCell } from '@virtweave/core-conf';
import { scaleInteger } from '@virtweave/core-util';
import { acceleratorOf } from './accelerator.ts';
import type { CommandBuilder } from './builder.ts';
import { parseBitmap, ranges } from './cpuset.ts';
import { hasHmat } from './machine.ts';
import { memoryBackend } from './memory-backend.ts';
import { memoryUnit, roundUp } from './memory.ts';

/** `-numa`: the guest's nodes, their distances, and the latencies and caches between them. */
export function numa(build: CommandBuilder): void {
  const { domain, caps } = build;
  const numa = domain.cpu?.numa;
  const cells = numa?.cells ?? [];
  if (cells.length === 0) return;
  const known = caps.machine(domain.os.type.machine ?? '', acceleratorOf(domain));
  const backends = cells.map((cell, i) => memoryBackend(build, partOf(cell, i, memoryUnit(domain))));
  const needed = backends.some(({ plain }) => !plain) || known?.numaMemSupported !== true;
  const memdevs = cells.map((cell, i) => `ram-node${cell.id ?? i}`);
  for (const [i, cell] of cells.entries()) {
    const id = cell.id ?? i;
    const backend = backends[i];
    const hasMemory = cell.memory > 0;
    if (needed && hasMemory && backend !== undefined) {
      if (backend.threadContext !== undefined) build.object(backend.threadContext);
      build.object(backend.props);
    }
    const parts = ['node', `nodeid=${id}`];
    if (cell.cpus !== undefined) for (const range of ranges(parseBitmap(cell.cpus))) parts.push(`cpus=${range}`);
    if (hasHmat(domain)) {
      const initiator = cell.cpus !== undefined ? id : initiatorFor(cells);
      if (initiator !== undefined) parts.push(`initiator=${initiator}`);
    }
    if (hasMemory)
      parts.push(needed ? `memdev=${memdevs[i]}` : `mem=${roundUp(cell.memory, memoryUnit(domain)) / 1024}`);
    build.add('-numa', parts.join(','));
  }
  if (cells.some((cell) => (cell.distances ?? []).length > 0)) distances(build, cells);
  hmat(build, cells);
}

function partOf(
  cell: NumaCell,
  i: number,
  unit: number,
): { id: string; size: number; node: number; isSystem: boolean } {
  const node = cell.id ?? i;
  return { id: `ram-node${node}`, size: roundUp(cell.memory, unit), node, isSystem: false };
}

/** A node without CPUs is reached from the first that has some. */
function initiatorFor(cells: readonly NumaCell[]): number | undefined {
  const withCpus = cells.findIndex((cell) => cell.cpus !== undefined);
  return withCpus === -1 ? undefined : (cells[withCpus]?.id ?? withCpus);
}

function distances(build: CommandBuilder, cells: readonly NumaCell[]): void {
  const of = (from: number, to: number): number | undefined =>
    cells[from]?.distances?.find(({ id }) => id === to)?.value;
  for (const src of cells.keys()) {
    for (const dst of cells.keys()) {
      const value = of(src, dst) ?? of(dst, src) ?? (src === dst ? 10 : 20);
      build.add('-numa', `dist,src=${src},dst=${dst},val=${value}`);
    }
  }
}

const hierarchy = (level: number | undefined): string =>
  ['memory', 'first-level', 'second-level', 'third-level'][level ?? 0] ?? 'memory';

function hmat(build: CommandBuilder, cells: readonly NumaCell[]): void {
  const { latencies = [], bandwidths = [] } = build.domain.cpu?.numa?.interconnects ?? {};
  for (const lb of latencies) {
    build.add('-numa', `${lbHead(lb)},data-type=${lb.type}-latency,latency=${lb.value}`);
  }
  for (const lb of bandwidths) {
    build.add(
      '-numa',
      `${lbHead(lb)},data-type=${lb.type}-bandwidth,bandwidth=${kibOf({ value: lb.value, unit: lb.unit ?? 'KiB' })}K`,
    );
  }
  for (const [i, cell] of cells.entries()) {
    const caches = [...(cell.caches ?? [])].sort((a, b) => a.level - b.level);
    for (const cache of caches) {
      const policy = { none: 'none', writeback: 'write-back', writethrough: 'write-through' }[cache.policy];
      const associativity = { none: 'none', direct: 'direct', full: 'complex' }[cache.associativity];
      build.add(
        '-numa',
        `hmat-cache,node-id=${cell.id ?? i},size=${kibOf(cache.size)}K,level=${cache.level},` +
          `associativity=${associativity},policy=${policy},line=${bytesOf(cache.line)}`,
      );
    }
  }
}

const lbHead = ({ initiator, target, cache }: Latency): string =>
  `hmat-lb,initiator=${initiator},target=${target},hierarchy=${hierarchy(cache)}`;

const bytesOf = ({ value, unit }: CacheSize): bigint => scaleInteger(BigInt(value), unit ?? 'KiB');
const kibOf = (size: CacheSize): bigint => bytesOf(size) / 1024n;
