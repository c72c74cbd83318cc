import { Bitmap } from '@virtweave/core-util/values';
import type { Cachetune, Cputune, Memorytune } from '../cputune.ts';
import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

export function validateCputune({ cputune, iothreadIds, iothreads }: Domain): void {
  if (cputune === undefined) return;
  validatePins(cputune);
  validateSchedulers(cputune, iothreads ?? iothreadIds?.length ?? 0, new Set(iothreadIds?.map(({ id }) => id)));
  const caches = (cputune.cachetune ?? []).map(checkCachetune);
  const memories = (cputune.memorytune ?? []).map(checkMemorytune);
  const groups = new Set<string>();
  for (const cache of caches) {
    const vcpus = cache.toString();
    if (groups.has(vcpus)) throw refuse('Identical vcpus in cachetunes found');
    groups.add(vcpus);
  }
  validateMemorytunes(cputune.memorytune ?? []);
  requireApart([...caches, ...memories]);
}

/** Elements for the same vCPUs are one group, in which a node stands once. */
function validateMemorytunes(memorytunes: readonly Memorytune[]): void {
  const seen = new Set<string>();
  for (const { vcpus, nodes = [] } of memorytunes) {
    const group = Bitmap.parse(vcpus).toString();
    for (const { id } of nodes) {
      const key = `${group} ${id}`;
      if (seen.has(key)) throw refuse(`Memory Bandwidth already defined for node ${id}`);
      seen.add(key);
    }
  }
}

function validatePins({ vcpupin, iothreadpin }: Cputune): void {
  requireDistinct(vcpupin?.map(({ vcpu }) => vcpu), (id) => `duplicate vcpupin for vcpu '${id}'`);
  requireDistinct(iothreadpin?.map(({ iothread }) => iothread), (id) => `duplicate iothreadpin for same iothread '${id}'`);
}

function validateSchedulers({ vcpusched, iothreadsched, emulatorsched }: Cputune, count: number, ids: ReadonlySet<number>): void {
  for (const { iothreads } of iothreadsched ?? []) {
    const id = Number(iothreads);
    if (id < 1 || (ids.size > 0 ? !ids.has(id) && id > count : id > count)) {
      throw unsupported(`Cannot find 'iothread' : ${id}`);
    }
  }
  for (const sched of [...(vcpusched ?? []), ...(iothreadsched ?? []), ...(emulatorsched === undefined ? [] : [emulatorsched])]) {
    if ((sched.scheduler === 'fifo' || sched.scheduler === 'rr') && sched.priority === undefined) {
      throw refuse('Missing or invalid scheduler priority');
    }
  }
}

function checkCachetune({ vcpus, caches = [], monitors = [] }: Cachetune): Bitmap {
  const seen = new Set<string>();
  for (const { level, id, type } of caches) {
    const conflicting = (['both', 'code', 'data'] as const).filter((other) => other === type || other === 'both' || type === 'both');
    if (conflicting.some((other) => seen.has(`${level}/${id}/${other}`))) {
      throw refuse(`Colliding cache allocations for cache level '${level}' id '${id}', type '${type}'`);
    }
    seen.add(`${level}/${id}/${type}`);
  }
  return checkMonitors(vcpus, monitors, caches.length > 0);
}

const checkMemorytune = ({ vcpus, monitors = [], nodes = [] }: Memorytune): Bitmap => checkMonitors(vcpus, monitors, nodes.length > 0);

/** Monitors watch some vCPUs of a group: each its own, and where the group has an allocation one may watch them all. */
function checkMonitors(vcpus: string, monitors: readonly { readonly vcpus: string }[], allocates: boolean): Bitmap {
  const own = Bitmap.parse(vcpus);
  const seen: Bitmap[] = [];
  for (const monitor of monitors) {
    const one = Bitmap.parse(monitor.vcpus);
    if (seen.some((other) => other.equals(one))) throw refuse('Identical vcpus found in same type monitors', 'VIR_ERR_INVALID_ARG');
    const apart = (other: Bitmap): boolean => !other.overlaps(one) || (allocates && (one.equals(own) || other.equals(own)));
    if (!seen.every(apart)) throw refuse('vcpus overlaps in resctrl groups', 'VIR_ERR_INVALID_ARG');
    if (!one.subtract(own).isEmpty()) throw refuse('Monitor vcpus conflicts with allocation', 'VIR_ERR_INVALID_ARG');
    seen.push(one);
  }
  return own;
}

/** Two groups have the same vCPUs (one allocates caches, the other bandwidth), or none in common. */
function requireApart(groups: readonly Bitmap[]): void {
  groups.forEach((one, index) => {
    if (groups.slice(index + 1).some((other) => one.overlaps(other) && !one.equals(other))) throw refuse('Overlapping vcpus in resctrls');
  });
}

function requireDistinct(ids: readonly number[] | undefined, message: (id: number) => string): void {
  const seen = new Set<number>();
  for (const id of ids ?? []) {
    if (seen.has(id)) throw refuse(message(id), 'VIR_ERR_INTERNAL_ERROR');
    seen.add(id);
  }
}
