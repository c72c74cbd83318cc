import type { CpuData, CpuDecodeOptions } from '@virtweave/core-api';
import type { Cpu, CpuDefinition, HostCpuDefinition } from '@virtweave/core-conf';
import { incompatible, type Comparison } from '../comparison.ts';
import { copyCpu, isAllowed, isHostCpu, modelOf } from '../cpu/definition.ts';
import type { CpuDriver } from '../driver.ts';
import { cpuError, modelNotSupported, unknownModel } from '../errors.ts';
import { ppc64Source } from '../map/ppc64.generated.ts';
import type { PvrModel } from '../map/types.ts';

const architectures: readonly string[] = ['ppc64', 'ppc64le'];

/** CPUs of POWER: models are known by the processor's version register, there are no features. */
export function createPpc64Driver(arch: string): CpuDriver {
  return {
    compare,
    update: (guest) => copyCpu(guest),
    baseline: (cpus) => baseline(cpus),
    decodeHost: (data): HostCpuDefinition => {
      const { name, vendor } = byPvr(data);
      return { arch, model: { name }, vendor };
    },
    decodeGuest: (data, options) => decodeGuest(data, options),
    encode(cpu) {
      const [pvr] = findModel(legacyName(modelOf(cpu))).pvr;
      return { arch: 'ppc64', registers: [{ name: 'pvr', value: BigInt(pvr?.value ?? 0) }] };
    },
    translate(cpu, models) {
      const name = modelOf(cpu);
      if (name === undefined || isAllowed(name, models)) return cpu;
      throw cpu.model?.fallback === 'forbid'
        ? modelNotSupported(name)
        : cpuError('VIR_ERR_INTERNAL_ERROR', `cannot translate CPU model ${name} to a supported model`);
    },
    convertLegacy(cpu) {
      const name = modelOf(cpu);
      return name === undefined ? cpu : { ...cpu, model: { ...cpu.model, name: legacyName(name) } };
    },
    models: () => ppc64Source.models.map(({ name, vendor }) => ({ name, vendor })),
    fromCpuinfo: (text) => fromCpuinfo(arch, text),
  };
}

function findModel(name: string): PvrModel {
  const model = ppc64Source.models.find((each) => each.name === name);
  if (model === undefined) throw unknownModel(name);
  return model;
}

/** `POWER7_v2.3`, `POWER7+_v2.1` and the like are what older versions of libvirt said. */
const legacy: Readonly<Record<string, string>> = {
  'POWER7_v2.1': 'POWER7',
  'POWER7_v2.3': 'POWER7',
  'POWER7+_v2.1': 'POWER7',
  'POWER8_v1.0': 'POWER8',
};

function legacyName(name: string | undefined): string {
  if (name === undefined) throw cpuError('VIR_ERR_INVALID_ARG', 'no CPU model specified');
  return legacy[name] ?? name;
}

function compare(host: CpuDefinition, cpu: CpuDefinition): Comparison {
  if (isHostCpu(cpu) && !architectures.includes(cpu.arch)) {
    return incompatible(`CPU arch ${cpu.arch} does not match host arch`);
  }
  if (cpu.vendor !== undefined && host.vendor !== cpu.vendor) {
    return incompatible(`host CPU vendor does not match required CPU vendor ${cpu.vendor}`);
  }
  const model = findModel(legacyName(modelOf(host)));
  if (!isHostCpu(cpu) && cpu.mode === 'host-model') return compareCompatibility(model, modelOf(cpu));
  return findModel(legacyName(modelOf(cpu))) === model ? { result: 'identical' } : incompatible();
}

/** The model of a host-model guest is the older processor that it is to be compatible with. */
function compareCompatibility(host: PvrModel, wanted: string | undefined): Comparison {
  if (wanted === undefined) return { result: 'identical' };
  const generation = /^power(\d+)$/.exec(wanted)?.[1];
  const known = ['6', '7', '8', '9', '10'];
  if (generation === undefined || !known.includes(generation)) {
    throw cpuError('VIR_ERR_INTERNAL_ERROR', `unknown CPU model: ${wanted}`);
  }
  const own = Number(/^POWER(\d+)$/.exec(host.name)?.[1] ?? Number.NaN);
  const reaches = Number(generation) <= own && (own - Number(generation) <= 2 || own > 9);
  return reaches ? { result: 'identical' } : incompatible();
}

function baseline(cpus: readonly CpuDefinition[]): Cpu {
  const [first, ...others] = cpus;
  if (first === undefined) throw cpuError('VIR_ERR_INVALID_ARG', 'no CPUs given');
  const name = modelOf(first);
  if (name === undefined) throw cpuError('VIR_ERR_INVALID_ARG', 'no CPU model specified');
  const model = findModel(name);
  if (others.some((cpu) => modelOf(cpu) !== name)) {
    throw cpuError('VIR_ERR_OPERATION_FAILED', 'CPUs are incompatible');
  }
  for (const { vendor } of cpus) {
    if (vendor === undefined) continue;
    if (!ppc64Source.vendors.includes(vendor)) {
      throw cpuError('VIR_ERR_INTERNAL_ERROR', `Unknown CPU vendor ${vendor}`);
    }
    if (vendor !== model.vendor) {
      throw cpuError(
        'VIR_ERR_OPERATION_FAILED',
        `CPU vendor ${model.vendor} of model ${model.name} differs from vendor ${vendor}`,
      );
    }
  }
  return { mode: 'custom', match: 'exact', model: { name, fallback: 'forbid' } };
}

function byPvr({ registers = [] }: CpuData): PvrModel {
  const pvr = Number(registers.find(({ name }) => name === 'pvr')?.value ?? -1n);
  const exact = ppc64Source.models.find((model) => model.pvr.some(({ value }) => value === pvr));
  const model =
    exact ??
    ppc64Source.models.find((each) =>
      each.pvr.some(({ value, mask = 0xffffffff }) => ((pvr & mask) >>> 0) === ((value & mask) >>> 0)),
    );
  if (model === undefined) {
    throw cpuError('VIR_ERR_OPERATION_FAILED', `Cannot find CPU model with PVR 0x${(pvr >>> 0).toString(16).padStart(8, '0')}`);
  }
  return model;
}

function decodeGuest(data: CpuData, { models }: CpuDecodeOptions): Cpu {
  const { name, vendor } = byPvr(data);
  if (!isAllowed(name, models)) throw modelNotSupported(name);
  return { mode: 'custom', match: 'exact', model: { name, fallback: 'forbid' }, vendor };
}

/** `revision : 2.1 (pvr 004b 0201)`. */
function fromCpuinfo(arch: string, text: string): HostCpuDefinition | undefined {
  const pvr = /^revision\s*:.*\(pvr ([0-9a-f]{4}) ([0-9a-f]{4})\)/m.exec(text);
  if (pvr === null) return undefined;
  const { name, vendor } = byPvr({ arch, registers: [{ name: 'pvr', value: BigInt(`0x${pvr[1]}${pvr[2]}`) }] });
  return { arch, model: { name }, vendor };
}
