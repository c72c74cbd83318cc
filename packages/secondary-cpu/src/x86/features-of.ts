import type { CpuDefinition } from '@virtweave/core-conf';
import { featuresOf, modelOf, type Policy } from '../cpu/definition.ts';
import { cpuError, unknownFeature, unknownModel } from '../errors.ts';
import { FeatureSet } from './feature-set.ts';
import type { X86Map, X86Model } from './map.ts';

/** The model of this name. */
export function findModel(map: X86Map, name: string): X86Model {
  const model = map.modelByName.get(name);
  if (model === undefined) throw unknownModel(name);
  return model;
}

export function findFeature(map: X86Map, name: string): number {
  const feature = map.byName.get(name);
  if (feature === undefined) throw unknownFeature(name);
  return feature;
}

/** The model that the CPU names, which must be there. */
export function modelOfCpu(map: X86Map, cpu: CpuDefinition): X86Model {
  const name = modelOf(cpu);
  if (name === undefined) throw cpuError('VIR_ERR_INVALID_ARG', 'no CPU model specified');
  return findModel(map, name);
}

/** What the CPU has in the end: its model's features, with its own put in and taken out. Optional ones do not count. */
export function featuresOfCpu(map: X86Map, cpu: CpuDefinition): FeatureSet {
  const features = modelOfCpu(map, cpu).features.clone();
  for (const { name, policy } of featuresOf(cpu)) {
    const feature = findFeature(map, name);
    if (policy === 'force' || policy === 'require') features.add(feature);
    else if (policy !== 'optional') features.delete(feature);
  }
  return features;
}

/** The features that are named with this policy. */
export function featuresByPolicy(map: X86Map, cpu: CpuDefinition, policy: Policy): FeatureSet {
  const features = new FeatureSet(map.features.length);
  for (const feature of featuresOf(cpu)) {
    const number = findFeature(map, feature.name);
    if (feature.policy === policy) features.add(number);
  }
  return features;
}

export function namesOf(map: X86Map, features: Iterable<number>): string[] {
  return Array.from(features, (feature) => map.features[feature]?.name ?? '');
}

/** The vendor of this name. */
export function checkVendor(map: X86Map, name: string): void {
  if (!map.vendors.some((vendor) => vendor.name === name)) {
    throw cpuError('VIR_ERR_INTERNAL_ERROR', `Unknown CPU vendor ${name}`);
  }
}
