export { computeHostCpus, hostCpusFor, isNative, type HostCpuFacts } from './host-cpus.ts';
export { prepareGuestCpu, type GuestCpuContext } from './guest-cpu.ts';
