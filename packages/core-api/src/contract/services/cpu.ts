import type { Call } from '../call.ts';

/** A CPU as documents describe it: `<cpu>` of a domain or of the host, as XML or as core-conf's typed value. */
export type CpuDocument = string;

/** `virCPUCompareResult`: -1 error, 0 incompatible, 1 identical, 2 superset. */
export type CpuComparison = -1 | 0 | 1 | 2;

/** What the processor says of itself: CPUID leaves and MSRs on x86, the identification registers elsewhere. */
export interface CpuData {
  readonly arch: string;
  readonly cpuid?: readonly {
    readonly leaf: number;
    readonly subleaf: number;
    readonly eax: number;
    readonly ebx: number;
    readonly ecx: number;
    readonly edx: number;
  }[];
  readonly msrs?: readonly { readonly index: number; readonly value: bigint }[];
  /** PVR, MIDR and the like. */
  readonly registers?: readonly { readonly name: string; readonly value: bigint }[];
}

/** One model that an architecture knows. */
export interface CpuModelInfo {
  readonly name: string;
  readonly vendor?: string;
  /** Can it be used on this host, when that was asked? */
  readonly usable?: boolean;
}

/** Asked for by `peers.cpu(arch)`: CPU models and features, without any machine. Documents are XML. */
export interface CpuService {
  /** Architecture it was opened for. */
  readonly arch: string;
  /** Can a guest with this CPU run on the host's? `failIncompatible` makes incompatible an error that says why. */
  compare(host: CpuDocument, guest: CpuDocument, failIncompatible: boolean, call: Call): Promise<CpuComparison>;
  /** The richest CPU that all of them have. `models` limits which may be named. */
  baseline(
    cpus: readonly CpuDocument[],
    options: { readonly models?: readonly string[]; readonly migratable?: boolean },
    call: Call,
  ): Promise<CpuDocument>;
  /** Turns host-model and optional features into what will be asked of the hypervisor. */
  update(guest: CpuDocument, host: CpuDocument, call: Call): Promise<CpuDocument>;
  /** After start: what the hypervisor enabled and disabled goes into the live document. */
  updateLive(guest: CpuDocument, enabled: CpuData, disabled: CpuData | undefined, call: Call): Promise<CpuDocument>;
  /** Data to model and features. */
  decode(data: CpuData, models: readonly string[] | undefined, call: Call): Promise<CpuDocument>;
  /** Model and features to data. */
  encode(cpu: CpuDocument, call: Call): Promise<CpuData>;
  hasFeature(cpu: CpuDocument | CpuData, feature: string, call: Call): Promise<boolean>;
  /** The same CPU in terms of models the hypervisor has. */
  translate(cpu: CpuDocument, models: readonly string[], call: Call): Promise<CpuDocument>;
  /** Names every feature that the model implies. */
  expandFeatures(cpu: CpuDocument, call: Call): Promise<CpuDocument>;
  models(call: Call): Promise<readonly CpuModelInfo[]>;
  /** This machine's CPU. */
  host(call: Call): Promise<CpuDocument>;
}
