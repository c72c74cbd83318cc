import { Bitmap } from '@virtweave/core-util/values';
import type { Domain } from '../domain.ts';
import { unsupported } from '../validate/refuse.ts';

/** Host CPUs in libvirt's spelling; there must be some. */
export function cpuset(text: string): string {
  const cpus = Bitmap.parse(text).toString();
  if (cpus === '') throw unsupported(`Invalid value of 'cpuset': ${text}`);
  return cpus;
}

/** Ranges are written out thread by thread, and vCPUs that the guest does not have are left out. */
export function completeCputune({ cputune, vcpu }: Domain): void {
  if (cputune === undefined) return;
  const present = Bitmap.parse(`0-${vcpu.max - 1}`);
  if (cputune.vcpusched !== undefined) {
    cputune.vcpusched = cputune.vcpusched
      .flatMap(({ vcpus, ...sched }) => Bitmap.parse(vcpus).toArray().map((id) => ({ id, sched })))
      .sort((a, b) => a.id - b.id)
      .map(({ id, sched }) => ({ vcpus: String(id), ...sched }));
  }
  if (cputune.iothreadsched !== undefined) {
    cputune.iothreadsched = cputune.iothreadsched
      .flatMap(({ iothreads, ...sched }) => Bitmap.parse(iothreads).toArray().map((id) => ({ id, sched })))
      .sort((a, b) => a.id - b.id)
      .map(({ id, sched }) => ({ iothreads: String(id), ...sched }));
  }
  for (const pin of cputune.vcpupin ?? []) pin.cpuset = cpuset(pin.cpuset);
  cputune.vcpupin?.sort((a, b) => a.vcpu - b.vcpu);
  for (const pin of cputune.iothreadpin ?? []) pin.cpuset = cpuset(pin.cpuset);
  if (cputune.emulatorpin !== undefined) cputune.emulatorpin.cpuset = cpuset(cputune.emulatorpin.cpuset);
  for (const key of ['cachetune', 'memorytune'] as const) {
    const tunes = cputune[key] as { vcpus: string }[] | undefined;
    if (tunes === undefined) continue;
    for (const tune of tunes) tune.vcpus = Bitmap.parse(tune.vcpus).intersect(present).toString();
    cputune[key] = tunes.filter(({ vcpus }) => vcpus !== '') as never;
  }
}
