import type { Cpu, CpuDefinition, CpuSignature, HostCpuDefinition } from '@virtweave/core-conf';
import type { Call } from '../call.ts';

/** `virCPUCompareResult`: incompatible, identical, or a host that has more than is asked for. */
export type CpuComparison = 'incompatible' | 'identical' | 'superset';

/** What the processor says of itself: CPUID leaves and MSRs on x86, identification registers elsewhere. */
export interface CpuData {
  readonly arch: string;
  readonly cpuid?: readonly CpuidLeaf[];
  readonly msrs?: readonly { readonly index: number; readonly value: bigint }[];
  /** `pvr` of POWER, `midr` of ARM. */
  readonly registers?: readonly { readonly name: string; readonly value: bigint }[];
}

export interface CpuidLeaf {
  readonly leaf: number;
  readonly subleaf: number;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

/** A model that the tables know. */
export interface CpuModelInfo {
  readonly name: string;
  readonly vendor?: string;
  /** For a version of a model that is no different from it: the model's name without the version. */
  readonly canonical?: string;
}

/** A model that may be named, and which of its features the hypervisor cannot give here. */
export interface CpuModelChoice {
  readonly name: string;
  readonly blockers?: readonly string[];
}

/** How {@link CpuService.decode} looks for a model. */
export interface CpuDecodeOptions {
  /** `host` gives a CPU with an architecture; `guest` one with policies, `match='exact'` and `fallback='forbid'`. */
  readonly as: 'host' | 'guest';
  /** The models that may be named; all of them when it is absent. */
  readonly models?: readonly (string | CpuModelChoice)[] | undefined;
  /** Taken, if at all possible. */
  readonly preferred?: string | undefined;
  /** Leaves out what would keep a guest from being moved. */
  readonly migratable?: boolean | undefined;
}

export interface CpuBaselineOptions {
  readonly models?: readonly (string | CpuModelChoice)[] | undefined;
  /** Nothing else may be in the result: what a hypervisor has. */
  readonly features?: readonly string[] | undefined;
  readonly migratable?: boolean | undefined;
  /** Names every feature that the model implies. */
  readonly expandFeatures?: boolean | undefined;
}

/** What a hypervisor says of the CPU that it can give to a guest, in libvirt's names of features. */
export interface HypervisorCpu {
  /** The model of which the properties tell, `base` on x86; absent when the hypervisor does not expand models. */
  readonly model?: string;
  readonly properties: readonly {
    readonly name: string;
    readonly value: boolean | string | bigint;
    /** False for what is lost in a CPU that can be moved; undefined when it was not asked. */
    readonly migratable?: boolean;
  }[];
  /** Was it found out what can be moved? */
  readonly migratability: boolean;
  /** Instructions are translated: a guest has what the hypervisor tells, whatever the machine's own CPU is. */
  readonly emulated?: boolean;
  /** The models that it has, with what keeps them from running here; undefined when it does not list them. */
  readonly models?: readonly CpuModelChoice[];
}

/** The host's CPU as a guest can have it, in the three forms that libvirt keeps for each emulator and accelerator. */
export interface HypervisorHostCpus {
  /** Everything that the hypervisor can give: what domain capabilities show for host-model. */
  readonly reported: Cpu;
  /** What of it can be moved: what a host-model guest gets. */
  readonly migratable: Cpu;
  /** With what the host has beside it: what a guest's CPU is compared with. */
  readonly full: CpuDefinition;
}

/** What the hypervisor did with the CPU of a guest that was started. */
export interface LiveCpuFeatures {
  readonly enabled: CpuData | readonly string[];
  readonly disabled?: CpuData | readonly string[];
  /** `enabled` tells nothing of MSRs: what is in them counts as given, unless `disabled` names it. */
  readonly withoutMsrs?: boolean;
}

/** How a model's partial check is done (`virCPUGetCheckMode`). */
export type CpuPartialCheck = 'compare' | 'hypervisor';

/**
 * Asked for by `peers.cpu(arch)`: CPU models and features. Nothing but {@link CpuService.host} looks at a machine. CPUs are
 * core-conf's objects (`parseCpu`, `formatCpu`): a host's has an architecture, a guest's policies. What is handed in is not
 * changed.
 *
 * Errors: `VIR_ERR_INTERNAL_ERROR` for models and features that nobody knows, `VIR_ERR_NO_SUPPORT` for what cannot be done on
 * an architecture, `VIR_ERR_CPU_INCOMPATIBLE`, `VIR_ERR_CONFIG_UNSUPPORTED`.
 */
export interface CpuService {
  /** Architecture it was opened for. */
  readonly arch: string;
  /**
   * Can a guest with this CPU run on the host's? With `failIncompatible` incompatible is an error that says why.
   *
   * @param host undefined: nobody knows it, which is incompatible with everything
   */
  compare(
    host: CpuDefinition | undefined,
    cpu: CpuDefinition,
    failIncompatible: boolean,
    call: Call,
  ): Promise<CpuComparison>;
  /** The richest CPU that all of them have. */
  baseline(cpus: readonly CpuDefinition[], options: CpuBaselineOptions, call: Call): Promise<Cpu>;
  /**
   * Turns host-model, `match='minimum'` and optional features into what will be asked of the hypervisor.
   *
   * @param host what of it can be moved, as {@link CpuService.migratable} or {@link CpuService.hypervisorHost} tells
   */
  update(guest: Cpu, host: CpuDefinition | undefined, call: Call): Promise<Cpu>;
  /**
   * After the start: what the hypervisor switched on and off goes into the live document, which is an error for
   * `check='full'`.
   */
  updateLive(guest: Cpu, live: LiveCpuFeatures, call: Call): Promise<Cpu>;
  /** Data to model and features. */
  decode(data: CpuData, options: CpuDecodeOptions, call: Call): Promise<CpuDefinition>;
  /** Model and features to data. */
  encode(cpu: CpuDefinition, call: Call): Promise<CpuData>;
  hasFeature(cpu: CpuDefinition | CpuData, feature: string, call: Call): Promise<boolean>;
  /** The same CPU in terms of models the hypervisor has; refused when `fallback` forbids it. */
  translate(cpu: Cpu, models: readonly (string | CpuModelChoice)[] | undefined, call: Call): Promise<Cpu>;
  /** Names every feature that the model implies. */
  expandFeatures(cpu: Cpu, call: Call): Promise<Cpu>;
  /** The same without what keeps a guest from being moved. */
  migratable(cpu: CpuDefinition, call: Call): Promise<CpuDefinition>;
  /** Old names of models become today's (`POWER7_v2.3`). */
  convertLegacy(cpu: Cpu, call: Call): Promise<Cpu>;
  /** Rejects when a feature is named that the architecture does not have. */
  validateFeatures(cpu: CpuDefinition, call: Call): Promise<void>;
  /** Who tells whether a model can be used, for `check='partial'`. */
  partialCheck(cpu: Cpu, call: Call): Promise<CpuPartialCheck>;
  /** Family, model and stepping that are in the data. */
  signature(data: CpuData, call: Call): Promise<CpuSignature | undefined>;
  /**
   * The CPU that a hypervisor's answer stands for, and what a guest may have of it.
   *
   * @param host the host's own CPU, if it is known: what the hypervisor does not tell is taken from it
   */
  hypervisorHost(
    answer: HypervisorCpu | undefined,
    host: HostCpuDefinition | undefined,
    call: Call,
  ): Promise<HypervisorHostCpus | undefined>;
  /** All models, in the order of the tables; undefined where the hypervisor alone knows (s390x). */
  models(call: Call): Promise<readonly CpuModelInfo[] | undefined>;
  /** This machine's CPU. */
  host(call: Call): Promise<HostCpuDefinition>;
}
