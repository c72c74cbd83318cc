/**
 * What carries out the guest's instructions: the `type` of machines and CPU models in the capability document.
 * The domain types are `kvm`, `hvf` and, for `tcg`, `qemu`.
 */
export type Accelerator = 'kvm' | 'hvf' | 'tcg';

/** A machine type that the emulator offers, `<machine>` in the capability document. */
export interface QemuMachine {
  /** The full name, such as `pc-q35-7.2`. */
  readonly name: string;
  /** The short name that stands for it, such as `q35`. */
  readonly alias?: string;
  readonly hotplugCpus: boolean;
  readonly maxCpus: number;
  /** Taken by the emulator when no machine is named. */
  readonly isDefault: boolean;
  /** QOM type of the CPU that the machine has when none is named. */
  readonly defaultCpu?: string;
  /** Takes `-numa node,mem=...`. */
  readonly numaMemSupported: boolean;
  /** Id of the memory back end for `-machine memory-backend=`. */
  readonly defaultRamId?: string;
  readonly deprecated: boolean;
  /** Has ACPI; undefined when the emulator does not say (before 8.1). */
  readonly acpi?: boolean;
}

/** A CPU model that the emulator offers, `<cpu>` in the capability document. */
export interface QemuCpuModel {
  readonly name: string;
  /** QOM type; only kept for architectures where libvirt keeps it. */
  readonly typename?: string;
  /** Can it run here? Undefined when the emulator does not say. */
  readonly usable?: boolean;
  /** Features that this host lacks for it. */
  readonly blockers: readonly string[];
  readonly deprecated: boolean;
}

/** A property of the expanded host CPU. 64-bit integers are kept exact. */
export interface HostCpuProperty {
  readonly name: string;
  readonly value: boolean | string | bigint;
  /** False for a property that is lost in a migratable CPU; undefined when it was not asked. */
  readonly migratable?: boolean;
}

/** The host's CPU in the emulator's words, `<hostCPU>`: the reply of query-cpu-model-expansion. */
export interface HostCpuModel {
  readonly model: string;
  /** Was it found out what survives migration? */
  readonly migratability: boolean;
  readonly properties: readonly HostCpuProperty[];
  /** Features that the architecture is going to lose (s390x). */
  readonly deprecatedFeatures: readonly string[];
}

/** What depends on the accelerator. */
export interface AcceleratorCapabilities {
  readonly hostCpu?: HostCpuModel;
  /** Undefined when the emulator does not list CPU models. */
  readonly cpus?: readonly QemuCpuModel[];
  readonly machines: readonly QemuMachine[];
}

/** A version of ARM's interrupt controller, and who can provide it. */
export interface GicVersion {
  readonly version: number;
  readonly kernel: boolean;
  readonly emulated: boolean;
}

/** AMD SEV of the host. */
export interface SevCapabilities {
  readonly cbitpos: number;
  readonly reducedPhysBits: number;
  readonly pdh: string;
  readonly certChain: string;
  readonly cpu0Id?: string;
}

/** Intel SGX of the host. Sizes in KiB. */
export interface SgxCapabilities {
  readonly flc: boolean;
  readonly sgx1: boolean;
  readonly sgx2: boolean;
  readonly sectionSize: bigint;
  readonly sections: readonly { readonly node: number; readonly size: bigint }[];
}

/** Hyper-V enlightenments that KVM offers here. */
export interface HypervCapabilities {
  readonly supported: boolean;
  /** Names as in `<features><hyperv>`. */
  readonly features: readonly string[];
}

/** All that is known about one emulator: what the capability document holds. */
export interface QemuCapabilitiesData {
  /** Path of the emulator. */
  readonly emulator: string;
  /** Change time of the emulator, seconds since the epoch. */
  readonly emulatorCtime: number;
  /** Change time and version of the program that probed it; 0 where that does not matter. */
  readonly selfCtime: number;
  readonly selfVersion: number;
  /** libvirt's names of the capability flags. */
  readonly flags: ReadonlySet<string>;
  /** major * 1,000,000 + minor * 1000 + micro. */
  readonly version: number;
  /** Version of the CPU microcode when it was probed. */
  readonly microcodeVersion: number;
  /** What identifies the host's CPU, when known. */
  readonly hostCpuSignature?: string;
  /** The distribution's words behind the version. */
  readonly package?: string;
  readonly kernelVersion?: string;
  /** libvirt's name of the guest architecture. */
  readonly arch: string;
  readonly kvmSupportsNesting?: boolean;
  readonly kvmSupportsSecureGuest?: boolean;
  readonly accelerators: ReadonlyMap<Accelerator, AcceleratorCapabilities>;
  readonly gic: readonly GicVersion[];
  readonly sev?: SevCapabilities;
  readonly sgx?: SgxCapabilities;
  readonly hyperv?: HypervCapabilities;
}
