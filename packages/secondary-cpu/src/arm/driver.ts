import type { CpuData } from '@virtweave/core-api';
import type { Cpu, CpuDefinition, HostCpuDefinition } from '@virtweave/core-conf';
import { incompatible, type Comparison } from '../comparison.ts';
import { copyCpu, featuresOf, isAllowed, isHostCpu, modelOf, withModelOf } from '../cpu/definition.ts';
import type { CpuDriver } from '../driver.ts';
import { cpuError, modelNotSupported, unknownModel } from '../errors.ts';
import { armSource } from '../map/arm.generated.ts';
import type { PvrModel } from '../map/types.ts';

/** CPUs of ARM: models are known by implementer and part; a few features can be named. */
export function createArmDriver(arch: string): CpuDriver {
  const features = new Set(armSource.features.split(' '));
  return {
    // What a guest gets is up to the hypervisor, so whatever it asks for may be had.
    compare: (host, cpu) => compare(arch, host, cpu),
    update: (guest, host) => update(guest, host),
    baseline: (cpus) => baseline(cpus),
    decodeHost: (data) => {
      const { name, vendor } = byMidr(data);
      return { arch, model: { name }, vendor };
    },
    encode(cpu) {
      const { pvr, vendor } = findModel(modelOf(cpu));
      const implementer = armSource.vendors.find(({ name }) => name === vendor)?.value ?? 0;
      return {
        arch: 'arm',
        registers: [{ name: 'midr', value: (BigInt(implementer) << 24n) | (BigInt(pvr[0]?.value ?? 0) << 4n) }],
      };
    },
    translate(cpu, models) {
      const name = modelOf(cpu);
      if (name !== undefined && !isAllowed(name, models)) throw modelNotSupported(name);
      return cpu;
    },
    hasFeature: (cpu, feature) =>
      !('registers' in cpu) && featuresOf(cpu as CpuDefinition).some(({ name }) => name === feature),
    validateFeatures(cpu) {
      for (const { name } of featuresOf(cpu)) {
        if (!features.has(name)) throw cpuError('VIR_ERR_CONFIG_UNSUPPORTED', `unknown CPU feature: ${name}`);
      }
    },
    fromCpuinfo: (text) => fromCpuinfo(arch, text),
  };
}

function findModel(name: string | undefined): PvrModel {
  const model = armSource.models.find((each) => each.name === name);
  if (model === undefined) throw unknownModel(name ?? '');
  return model;
}

function compare(arch: string, host: CpuDefinition, cpu: CpuDefinition): Comparison {
  if (!isHostCpu(cpu)) return { result: 'superset' };
  if (cpu.arch !== (host.arch ?? arch)) return incompatible(`CPU arch ${cpu.arch} does not match host arch`);
  const name = modelOf(cpu);
  if (name === undefined) throw cpuError('VIR_ERR_INVALID_ARG', 'CPU model is missing');
  if (cpu.vendor !== undefined && host.vendor !== cpu.vendor) {
    return incompatible(`host CPU vendor does not match required CPU vendor ${cpu.vendor}`);
  }
  return name === modelOf(host) ? { result: 'identical' } : incompatible();
}

function update(guest: Cpu, host: CpuDefinition | undefined): Cpu {
  if (guest.mode !== 'host-model' && guest.match !== 'minimum') return copyCpu(guest);
  if (host === undefined) throw cpuError('VIR_ERR_CONFIG_UNSUPPORTED', 'unknown host CPU model');
  return { ...withModelOf(guest, host), mode: 'custom', match: 'exact' };
}

/** The first: what differs cannot be told. */
function baseline(cpus: readonly CpuDefinition[]): Cpu {
  const [first, ...others] = cpus;
  if (first === undefined) throw cpuError('VIR_ERR_INVALID_ARG', 'no CPUs given');
  if (others.some((cpu) => modelOf(cpu) !== modelOf(first))) {
    throw cpuError('VIR_ERR_OPERATION_FAILED', 'CPUs are incompatible');
  }
  return withModelOf({ mode: 'custom', match: 'exact' }, { ...first, features: [] });
}

function byMidr({ registers = [] }: CpuData): PvrModel {
  const midr = Number(registers.find(({ name }) => name === 'midr')?.value ?? 0n);
  return byPart(midr >>> 24, (midr >>> 4) & 0xfff);
}

function byPart(implementer: number, part: number): PvrModel {
  const vendor = armSource.vendors.find(({ value }) => value === implementer)?.name;
  const model = armSource.models.find((each) => each.vendor === vendor && each.pvr.some(({ value }) => value === part));
  if (model === undefined) {
    throw cpuError('VIR_ERR_OPERATION_FAILED', `Cannot find CPU model with PVR 0x${part.toString(16).padStart(3, '0')}`);
  }
  return model;
}

/** Lines `CPU implementer : 0x41` and `CPU part : 0xd0c`. */
function fromCpuinfo(arch: string, text: string): HostCpuDefinition | undefined {
  const implementer = /^CPU implementer\s*:\s*(0x[0-9a-f]+)/m.exec(text);
  const part = /^CPU part\s*:\s*(0x[0-9a-f]+)/m.exec(text);
  if (implementer === null || part === null) return undefined;
  const { name, vendor } = byPart(Number(implementer[1]), Number(part[1]));
  return { arch, model: { name }, vendor };
}
