import { Bitmap } from '@virtweave/core-util/values';
import type { Domain } from '../domain.ts';

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
  for (const pin of cputune.vcpupin ?? []) pin.cpuset = Bitmap.parse(pin.cpuset).toString();
  cputune.vcpupin?.sort((a, b) => a.vcpu - b.vcpu);
  for (const pin of cputune.iothreadpin ?? []) pin.cpuset = Bitmap.parse(pin.cpuset).toString();
  if (cputune.emulatorpin !== undefined) cputune.emulatorpin.cpuset = Bitmap.parse(cputune.emulatorpin.cpuset).toString();
  for (const key of ['cachetune', 'memorytune'] as const) {
    const tunes = cputune[key] as { vcpus: string }[] | undefined;
    if (tunes === undefined) continue;
    for (const tune of tunes) tune.vcpus = Bitmap.parse(tune.vcpus).intersect(present).toString();
    cputune[key] = tunes.filter(({ vcpus }) => vcpus !== '') as never;
  }
}
