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
  requireApart(caches, 'cachetunes');
  requireApart(memories, 'memorytunes');
  for (const memory of memories) {
    for (const cache of caches) {
      if (cache.overlaps(memory) && !cache.equals(memory)) throw refuse('overlapping vcpus in cachetune and memorytune', 'VIR_ERR_INVALID_ARG');
    }
  }
}

function validatePins({ vcpupin, iothreadpin }: Cputune): void {
  requireDistinct(vcpupin?.map(({ vcpu }) => vcpu), (id) => `duplicate vcpupin for vcpu '${id}'`);
  requireDistinct(iothreadpin?.map(({ iothread }) => iothread), (id) => `duplicate iothreadpin for iothread '${id}'`);
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
  const own = Bitmap.parse(vcpus);
  for (const monitor of monitors) requireInside(Bitmap.parse(monitor.vcpus), own);
  requireApartMonitors(monitors.map((monitor) => Bitmap.parse(monitor.vcpus)), own);
  return own;
}

function checkMemorytune({ vcpus, nodes = [], monitors = [] }: Memorytune): Bitmap {
  requireDistinct(nodes.map(({ id }) => id), (id) => `Memory Bandwidth already exist in cache id '${id}'`);
  const own = Bitmap.parse(vcpus);
  for (const monitor of monitors) requireInside(Bitmap.parse(monitor.vcpus), own);
  return own;
}

function requireInside(monitor: Bitmap, own: Bitmap): void {
  if (!monitor.subtract(own).isEmpty()) throw refuse('vcpus of monitor is not a subset of its allocation', 'VIR_ERR_INVALID_ARG');
}

/** Monitors of one group are apart from each other, except one for the whole group. */
function requireApartMonitors(monitors: readonly Bitmap[], own: Bitmap): void {
  const parts = monitors.filter((monitor) => !monitor.equals(own));
  parts.forEach((one, index) => {
    if (parts.slice(index + 1).some((other) => one.overlaps(other))) throw refuse('vcpus have overlap in monitor groups', 'VIR_ERR_INVALID_ARG');
  });
}

function requireApart(groups: readonly Bitmap[], what: string): void {
  groups.forEach((one, index) => {
    if (groups.slice(index + 1).some((other) => one.overlaps(other))) throw refuse(`Overlapping vcpus in ${what}`);
  });
}

function requireDistinct(ids: readonly number[] | undefined, message: (id: number) => string): void {
  const seen = new Set<number>();
  for (const id of ids ?? []) {
    if (seen.has(id)) throw refuse(message(id));
    seen.add(id);
  }
}
