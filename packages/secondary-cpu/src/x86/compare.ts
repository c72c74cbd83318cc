import type { CpuDefinition } from '@virtweave/core-conf';
import { incompatible, type Comparison } from '../comparison.ts';
import { isHostCpu } from '../cpu/definition.ts';
import { featuresByPolicy, featuresOfCpu, modelOfCpu, namesOf } from './features-of.ts';
import type { FeatureSet } from './feature-set.ts';
import type { X86Map } from './map.ts';

const architectures: readonly string[] = ['i686', 'x86_64'];

/** Can the host run a guest with this CPU? The other may be a host's CPU, too: would guests of it run here? */
export function compareX86(map: X86Map, host: CpuDefinition, cpu: CpuDefinition): Comparison {
  if (isHostCpu(cpu) && !architectures.includes(cpu.arch)) {
    return incompatible(`CPU arch ${cpu.arch} does not match host arch`);
  }
  if (cpu.vendor !== undefined && host.vendor !== cpu.vendor) {
    return incompatible(`host CPU vendor does not match required CPU vendor ${cpu.vendor}`);
  }
  const offered = featuresOfCpu(map, host);
  const model = modelOfCpu(map, cpu);
  const [force, require, optional, disable, forbid] = (
    ['force', 'require', 'optional', 'disable', 'forbid'] as const
  ).map((policy) => featuresByPolicy(map, cpu, policy)) as [FeatureSet, FeatureSet, FeatureSet, FeatureSet, FeatureSet];

  const forbidden = forbid.clone().intersect(offered);
  if (!forbidden.isEmpty) return incompatible(because(map, 'Host CPU provides forbidden features', forbidden));

  const asked = model.features.clone().unite(require).subtract(force).subtract(optional).subtract(disable);
  const missing = asked.clone().subtract(offered);
  if (!missing.isEmpty) return incompatible(because(map, 'Host CPU does not provide required features', missing));

  const extra = offered.clone().subtract(optional).subtract(asked).subtract(disable).subtract(force);
  if (extra.isEmpty) return { result: 'identical' };
  if (!isHostCpu(cpu) && cpu.match === 'strict') {
    return incompatible(because(map, 'Host CPU does not strictly match guest CPU: Extra features', extra));
  }
  return { result: 'superset' };
}

const because = (map: X86Map, what: string, features: FeatureSet): string =>
  `${what}: ${namesOf(map, features).join(', ')}`;
