import type { CpuModelChoice } from '@virtweave/core-api';
import type { Cpu, CpuDefinition, CpuFeature, HostCpuDefinition } from '@virtweave/core-conf';

export type Policy = NonNullable<CpuFeature['policy']>;

/** A host's CPU has an architecture; a guest's does not say it. */
export function isHostCpu(cpu: CpuDefinition): cpu is HostCpuDefinition {
  return cpu.arch !== undefined;
}

/** The model that is named. */
export function modelOf(cpu: CpuDefinition): string | undefined {
  return cpu.model?.name;
}

/** Features with their policies; what a host has is required of it. */
export function featuresOf(cpu: CpuDefinition): readonly { readonly name: string; readonly policy: Policy }[] {
  return (cpu.features ?? []).map(({ name, policy }) => ({ name, policy: policy ?? 'require' }));
}

/** A copy of a guest's CPU that may be changed: model and features. */
export function copyCpu(cpu: Cpu): Cpu {
  return {
    ...cpu,
    ...(cpu.model !== undefined && { model: { ...cpu.model } }),
    ...(cpu.features !== undefined && { features: cpu.features.map((feature) => ({ ...feature })) }),
  };
}

/** Gives the feature this policy, at its place, or behind the others. */
export function setFeature(cpu: Cpu, name: string, policy: Policy): void {
  const features = (cpu.features ??= []);
  const known = features.find((feature) => feature.name === name);
  if (known === undefined) features.push({ name, policy });
  else known.policy = policy;
}

/** The same, unless the feature is there already (`virCPUDefAddFeatureIfMissing`). */
export function addFeature(cpu: Cpu, name: string, policy: Policy): void {
  if (cpu.features?.some((feature) => feature.name === name) !== true) setFeature(cpu, name, policy);
}

/** What `guest` asks for with model, vendor and features of another CPU in place of its own. */
export function withModelOf(guest: Cpu, other: CpuDefinition): Cpu {
  const { model: asked, vendor: _vendor, features: _features, ...rest } = copyCpu(guest);
  const name = modelOf(other);
  const features: CpuFeature[] = featuresOf(other).map(({ name: feature, policy }) => ({ name: feature, policy }));
  return {
    ...rest,
    model: { ...asked, ...(name !== undefined && { name }), fallback: asked?.fallback ?? 'allow' },
    ...(other.vendor !== undefined && { vendor: other.vendor }),
    ...(features.length > 0 && { features }),
  };
}

/** May the model be named? */
export function isAllowed(model: string, models: readonly (string | CpuModelChoice)[] | undefined): boolean {
  return models === undefined || models.some((each) => (typeof each === 'string' ? each : each.name) === model);
}
