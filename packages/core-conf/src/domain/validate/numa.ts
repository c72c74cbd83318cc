import { Bitmap } from '@virtweave/core-util/values';
import type { Interconnects, NumaCell } from '../cpu.ts';
import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

/** The guest's NUMA nodes: numbered without gaps, each CPU in one of them (`virDomainNumaDefParseXML`). */
export function validateNuma({ cpu, vcpu }: Domain): void {
  const { cells = [], interconnects } = cpu?.numa ?? {};
  if (cpu?.numa !== undefined && cells.length === 0) throw refuse('NUMA topology defined without NUMA cells');
  if (cells.length === 0) return;
  const ids = new Set<number>();
  cells.forEach(({ id = -1 }, index) => {
    const number = id < 0 ? index : id;
    if (number >= cells.length) {
      throw refuse(
        "Exactly one 'cell' element per guest NUMA cell allowed, non-contiguous ranges or ranges not starting from 0 are not allowed",
      );
    }
    if (ids.has(number)) throw refuse(`Duplicate NUMA cell info for cell id '${number}'`);
    ids.add(number);
  });
  const numbered = [...cells].map((cell, index) => ({ ...cell, id: cell.id ?? index })).sort((a, b) => a.id - b.id);
  validateCpus(numbered, vcpu.max);
  for (const cell of numbered) {
    validateDistances(cell, cells.length);
    const levels = new Set<number>();
    for (const { level } of cell.caches ?? []) {
      if (level === 0) throw refuse(`Invalid 'level' attribute in cache element for NUMA node ${cell.id}`);
      if (levels.has(level)) throw refuse(`Cache level '${level}' already defined`);
      levels.add(level);
    }
  }
  if (interconnects !== undefined) validateInterconnects(interconnects, numbered);
}

type Numbered = NumaCell & { id: number };

function validateCpus(cells: readonly Numbered[], max: number): void {
  const sets = cells.map(({ cpus }) => (cpus === undefined ? undefined : Bitmap.parse(cpus)));
  let count = 0;
  sets.forEach((set, index) => {
    if (set === undefined) return;
    count += set.count();
    sets.slice(0, index).forEach((other, before) => {
      if (other?.overlaps(set) === true) {
        throw unsupported(`NUMA cells ${index} and ${before} have overlapping vCPU ids`);
      }
    });
  });
  if (count > max) throw refuse('Number of CPUs in <numa> exceeds the <vcpu> count', 'VIR_ERR_INTERNAL_ERROR');
  if (sets.some((set) => (set?.lastSet() ?? -1) >= max)) {
    throw refuse('CPU IDs in <numa> exceed the <vcpu> count', 'VIR_ERR_INTERNAL_ERROR');
  }
}

function validateDistances({ id: cell, distances }: Numbered, count: number): void {
  for (const { id, value } of distances ?? []) {
    if (id >= count) {
      throw refuse(`'sibling_id ${id}' does not refer to a valid cell within NUMA 'cell id ${cell}'`);
    }
    // 10 is the distance from a node to itself, and from 255 on a node is out of reach.
    if (value < 10 || value > 255 || (id === cell && value !== 10)) {
      throw refuse(`'value ${value}' is invalid for 'sibling id ${id}' under NUMA 'cell id ${cell}'`);
    }
  }
}

function validateInterconnects({ latencies = [], bandwidths = [] }: Interconnects, cells: readonly Numbered[]): void {
  const seen = new Set<string>();
  for (const [kind, links] of [['latency', latencies], ['bandwidth', bandwidths]] as const) {
    for (const { initiator, target, cache = 0, type } of links) {
      const from = cells[initiator];
      const to = cells[target];
      if (from === undefined) throw refuse("'initiator' refers to a non-existent NUMA node");
      if (to === undefined) throw refuse("'target' refers to a non-existent NUMA node");
      if (from.cpus === undefined) throw refuse("NUMA nodes without CPUs can't be initiator");
      if (cache > 0 && to.caches?.some(({ level }) => level === cache) !== true) {
        throw refuse("'cache' refers to a non-existent NUMA node cache");
      }
      const key = `${kind} ${initiator} ${target} ${cache} ${type}`;
      if (seen.has(key)) throw refuse('Duplicate info for NUMA latencies');
      seen.add(key);
    }
  }
}
