import type { CpuBaselineOptions } from '@virtweave/core-api';
import type { Cpu, CpuDefinition } from '@virtweave/core-conf';
import { modelOf } from '../cpu/definition.ts';
import { cpuError } from '../errors.ts';
import { decodedGuest, decodeX86 } from './decode.ts';
import { expandX86 } from './expand.ts';
import { FeatureSet } from './feature-set.ts';
import { checkVendor, featuresOfCpu, modelOfCpu } from './features-of.ts';
import type { X86Map } from './map.ts';

/** What all of them have, as the CPU of a guest that each of them can run. */
export function baselineX86(map: X86Map, cpus: readonly CpuDefinition[], options: CpuBaselineOptions): Cpu {
  const [first, ...others] = cpus;
  if (first === undefined) throw cpuError('VIR_ERR_INVALID_ARG', 'no CPUs given');
  const features = featuresOfCpu(map, first);
  let vendor = vendorOf(map, first);
  for (const cpu of others) {
    const of = vendorOf(map, cpu);
    if (vendor !== undefined && of !== undefined && vendor !== of) {
      throw cpuError('VIR_ERR_OPERATION_FAILED', 'CPU vendors do not match');
    }
    vendor ??= of;
    features.intersect(featuresOfCpu(map, cpu));
  }
  if (options.features !== undefined) features.intersect(known(map, options.features));
  if (features.isEmpty) throw cpuError('VIR_ERR_OPERATION_FAILED', 'CPUs are incompatible');

  const models = new Set(cpus.map(modelOf));
  const [common] = models.size === 1 ? models : [];
  const decoded = decodeX86(map, { features, vendor }, {
    as: 'guest',
    models: options.models,
    preferred: common,
    migratable: options.migratable,
  });
  const result = decodedGuest(map, decoded);
  // Another model than the one they all have may be exchanged for another again.
  const fallback = decoded.model.name === common ? 'forbid' : 'allow';
  result.model = { name: decoded.model.name, fallback };
  if (cpus.some((cpu) => cpu.vendor === undefined)) delete result.vendor;
  return options.expandFeatures === true ? expandX86(map, result) : result;
}

function vendorOf(map: X86Map, cpu: CpuDefinition): string | undefined {
  const { name, vendor } = modelOfCpu(map, cpu);
  if (cpu.vendor === undefined) return undefined;
  checkVendor(map, cpu.vendor);
  if (vendor !== undefined && vendor !== cpu.vendor) {
    throw cpuError(
      'VIR_ERR_OPERATION_FAILED',
      `CPU vendor ${vendor} of model ${name} differs from vendor ${cpu.vendor}`,
    );
  }
  return cpu.vendor;
}

function known(map: X86Map, names: readonly string[]): FeatureSet {
  const features = new FeatureSet(map.features.length);
  for (const name of names) {
    const feature = map.byName.get(name);
    if (feature !== undefined) features.add(feature);
  }
  return features;
}
