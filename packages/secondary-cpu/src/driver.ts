import type {
  CpuBaselineOptions,
  CpuData,
  CpuDecodeOptions,
  CpuModelChoice,
  CpuModelInfo,
  CpuPartialCheck,
  HypervisorCpu,
  LiveCpuFeatures,
} from '@virtweave/core-api';
import type { Cpu, CpuDefinition, CpuSignature, HostCpuDefinition } from '@virtweave/core-conf';
import type { Comparison } from './comparison.ts';

/** What a family of architectures can do with CPUs; an absent member is something that libvirt cannot do there either. */
export interface CpuDriver {
  compare(host: CpuDefinition, cpu: CpuDefinition): Comparison;
  update(guest: Cpu, host: CpuDefinition | undefined): Cpu;
  baseline?(cpus: readonly CpuDefinition[], options: CpuBaselineOptions): Cpu;
  updateLive?(guest: Cpu, live: LiveCpuFeatures): Cpu;
  decodeHost?(data: CpuData, options: CpuDecodeOptions): HostCpuDefinition;
  decodeGuest?(data: CpuData, options: CpuDecodeOptions): Cpu;
  encode?(cpu: CpuDefinition): CpuData;
  hasFeature?(cpu: CpuDefinition | CpuData, feature: string): boolean;
  translate?(cpu: Cpu, models: readonly (string | CpuModelChoice)[] | undefined): Cpu;
  expandFeatures?(cpu: Cpu): Cpu;
  migratable?(cpu: CpuDefinition): CpuDefinition;
  convertLegacy?(cpu: Cpu): Cpu;
  validateFeatures?(cpu: CpuDefinition): void;
  partialCheck?(cpu: Cpu): CpuPartialCheck;
  signature?(data: CpuData): CpuSignature | undefined;
  /** The CPU that the hypervisor's properties stand for; undefined when they tell nothing. */
  fromHypervisor?(answer: HypervisorCpu, migratable: boolean): Cpu | undefined;
  /** Undefined: only the hypervisor knows. */
  models?(): readonly CpuModelInfo[];
  /** The host's CPU from what `/proc/cpuinfo` says. */
  fromCpuinfo?(text: string): HostCpuDefinition | undefined;
}
