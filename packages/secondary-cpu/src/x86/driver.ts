import type { CpuData, CpuDecodeOptions } from '@virtweave/core-api';
import type { CpuDefinition } from '@virtweave/core-conf';
import { modelOf } from '../cpu/definition.ts';
import type { CpuDriver } from '../driver.ts';
import { x86Source } from '../map/x86.generated.ts';
import { baselineX86 } from './baseline.ts';
import { compareX86 } from './compare.ts';
import { cpuinfoX86 } from './cpuinfo.ts';
import { readX86Data, writeX86Data, type X86Data } from './data.ts';
import { decodedGuest, decodedHost, decodeX86 } from './decode.ts';
import { expandX86 } from './expand.ts';
import { FeatureSet } from './feature-set.ts';
import { featuresOfCpu, findFeature, modelOfCpu } from './features-of.ts';
import { decodeHypervisorCpu } from './hypervisor.ts';
import { unpackX86Map, type X86Map } from './map.ts';
import { translateX86 } from './translate.ts';
import { updateLiveX86 } from './update-live.ts';
import { migratableX86, updateX86 } from './update.ts';

/** CPUs of x86: models are sets of features, each a bit of CPUID or of a MSR. */
export function createX86Driver(arch: string): CpuDriver {
  const map = unpackX86Map(x86Source);
  const decode = (data: X86Data, options: CpuDecodeOptions): ReturnType<typeof decodeX86> =>
    decodeX86(map, data, options);
  return {
    compare: (host, cpu) => compareX86(map, host, cpu),
    update: (guest, host) => updateX86(map, guest, host),
    baseline: (cpus, options) => baselineX86(map, cpus, options),
    updateLive: (guest, { enabled, disabled, withoutMsrs }) =>
      updateLiveX86(map, guest, {
        enabled: featureSet(map, enabled),
        disabled: featureSet(map, disabled ?? []),
        withoutMsrs: withoutMsrs === true,
      }),
    decodeHost: (data, options) => {
      const read = readX86Data(map, data);
      return decodedHost(arch, decode(read, options), read.signature);
    },
    decodeGuest: (data, options) => decodedGuest(map, decode(readX86Data(map, data), options)),
    encode: (cpu) => writeX86Data(map, encodable(map, cpu)),
    hasFeature(cpu, feature) {
      const number = findFeature(map, feature);
      return (isData(cpu) ? readX86Data(map, cpu).features : featuresOfCpu(map, cpu)).has(number);
    },
    translate: (cpu, models) => translateX86(map, cpu, models),
    expandFeatures: (cpu) => expandX86(map, cpu),
    migratable: (cpu) => migratableX86(map, cpu),
    partialCheck(cpu) {
      const name = modelOf(cpu);
      const model = name === undefined ? undefined : map.modelByName.get(name);
      return model?.compat === false ? 'hypervisor' : 'compare';
    },
    signature: (data) => readX86Data(map, data).signature,
    fromHypervisor: (answer, migratable) => decodeHypervisorCpu(map, answer, migratable),
    models: () =>
      map.models.map(({ name, vendor, canonical }) => ({
        name,
        ...(vendor !== undefined && { vendor }),
        ...(canonical !== undefined && { canonical }),
      })),
    fromCpuinfo: (text) => cpuinfoX86(map, arch, text),
  };
}

function encodable(map: X86Map, cpu: CpuDefinition): X86Data {
  const vendor = cpu.vendor ?? modelOfCpu(map, cpu).vendor;
  const signature = 'signature' in cpu ? cpu.signature : undefined;
  return { features: featuresOfCpu(map, cpu), vendor, signature };
}

function isData(cpu: CpuDefinition | CpuData): cpu is CpuData {
  return 'cpuid' in cpu || 'msrs' in cpu;
}

function featureSet(map: X86Map, features: CpuData | readonly string[]): FeatureSet {
  if (!Array.isArray(features)) return readX86Data(map, features as CpuData).features;
  const set = new FeatureSet(map.features.length);
  for (const name of features as readonly string[]) {
    const feature = map.byName.get(name);
    if (feature !== undefined) set.add(feature);
  }
  return set;
}
