import { elementNames } from '../capabilities/names.ts';
import { pageSizes } from '../capabilities/page-size.ts';
import { cpuFields, type Cpu } from '../domain/cpu.ts';
import { child, some } from '../table/child.ts';
import { refusing, str, uint, uint64, yesNo, type Int64 } from '../table/codec.ts';
import { attr, attrOr, attrRequired, leaf, leafRequired, property } from '../table/field.ts';
import { table, type Fields, type Table } from '../table/table.ts';

/**
 * `<cpu>` as a document of its own: what CPUs are compared by, and what a baseline is made of. The CPU of a host has an
 * architecture, that of a guest a mode or a way to match. libvirt's `virCPUDef`.
 */
export interface CpuDefinition extends Cpu {
  /** Of a host's CPU. */
  arch?: string;
  /** What the architecture can be used for: `pae`, `nonpae`. */
  archFeatures?: string[];
  microcodeVersion?: number;
  signature?: CpuSignature;
  counters?: CpuCounter[];
  /** Sizes of the host's memory pages, KiB. */
  pageSizes?: number[];
}

/** The CPU of a host: a {@link CpuDefinition} with an architecture, and without a guest's wishes. */
export interface HostCpuDefinition extends Omit<CpuDefinition, 'mode' | 'match' | 'check' | 'migratable' | 'numa'> {
  arch: string;
}

/** `<signature>`: which piece of silicon it is. */
export interface CpuSignature {
  family: number;
  model: number;
  stepping: number;
}

/** `<counter>`: a clock in the CPU. */
export interface CpuCounter {
  /** `tsc`. */
  name: string;
  /** Hz. */
  frequency: Int64;
  /** Guests can be shown another frequency. */
  scaling?: boolean;
}

/** The table of a `<cpu>` that stands alone. */
export const cpuDefinition: Table<CpuDefinition> = table<CpuDefinition>(() => {
  const { mode, match, check, migratable, numa } = cpuFields();
  const { pageSizes: pages, ...host } = hostFields();
  return { mode, match, check, migratable, ...host, arch: leaf('arch', str), numa, pageSizes: pages };
});

/** The table of `<cpu>` in the capabilities of a host. */
export const hostCpu: Table<HostCpuDefinition> = table<HostCpuDefinition>(hostFields);

/** In the order in which libvirt writes them. */
function hostFields(): Fields<HostCpuDefinition> {
  const { model, vendor, topology, cache, maxphysaddr, features } = cpuFields();
  const microcode = refusing(uint, () => ({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail: 'invalid microcode version' }));
  const signature = table<CpuSignature>(() => ({
    family: attrOr('family', uint, 0),
    model: attrOr('model', uint, 0),
    stepping: attrOr('stepping', uint, 0),
  }));
  const counter = table<CpuCounter>(() => ({
    name: attrRequired('name', str),
    frequency: attrRequired('frequency', uint64),
    scaling: attr('scaling', yesNo),
  }));
  return {
    arch: leafRequired('arch', str),
    archFeatures: elementNames('features'),
    model,
    vendor,
    microcodeVersion: property('microcode', 'version', microcode),
    signature: child('signature', signature),
    counters: some('counter', counter),
    topology,
    cache,
    maxphysaddr,
    features,
    pageSizes,
  };
}
