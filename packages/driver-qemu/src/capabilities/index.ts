export { QemuCapabilities, type CapabilityEdits, type QemuVirtType } from './capabilities.ts';
export { parseQemuCapabilities, qemuCapabilitiesFromXml } from './document-read.ts';
export { formatQemuCapabilities } from './document-write.ts';
export { qemuFlags, sortFlags, type QemuFlag } from './flags.ts';
export type {
  Accelerator,
  AcceleratorCapabilities,
  GicVersion,
  HostCpuModel,
  HostCpuProperty,
  HypervCapabilities,
  QemuCapabilitiesData,
  QemuCpuModel,
  QemuMachine,
  SevCapabilities,
  SgxCapabilities,
} from './types.ts';
export { probeQemu, type ProbeOptions } from './probe.ts';
export { archFromTarget, targetFromArch } from './arch.ts';
export { QemuCapabilitiesCache, type CapabilitiesCacheOptions } from './cache.ts';
export {
  findEmulator,
  listEmulators,
  noCapabilities,
  type EmulatorSearch,
  type WantedCapabilities,
} from './emulators.ts';
export { hostCpuFromReplies } from './host-cpu.ts';
export { cpuModelsFromReply } from './machines.ts';
export { hypervisorCpu } from './hypervisor-cpu.ts';
export { readHostFacts, type HostFacts } from './host-facts.ts';
export { guestOf, type GuestCapabilities, type GuestFeature, type GuestMachine } from './guests.ts';
export { describeHost, formatCapabilities, readHostUuid } from './host.ts';
