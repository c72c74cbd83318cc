import type { Domain } from '../domain.ts';
import { cpuset } from './cputune.ts';

/** `current` is kept only when it says something, and the cpuset in libvirt's spelling. */
export function completeVcpus({ vcpu, vcpus, numatune, cputune }: Domain): void {
  if (vcpu.current === vcpu.max) delete vcpu.current;
  if (vcpu.cpuset !== undefined) vcpu.cpuset = cpuset(vcpu.cpuset);
  // Where the memory is placed by numad, CPUs are that nobody pinned.
  const pinned = [vcpu.cpuset, cputune?.vcpupin, cputune?.emulatorpin, cputune?.iothreadpin].some((pin) => pin !== undefined);
  if (numatune?.memory?.placement === 'auto' && !pinned) vcpu.placement = 'auto';
  if (vcpus !== undefined) {
    const enabled = vcpus.filter((one) => one.enabled).length;
    if (enabled < vcpu.max) vcpu.current = enabled;
    else delete vcpu.current;
  }
}
