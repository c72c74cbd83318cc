import type { Cpu, CpuDefinition } from '@virtweave/core-conf';
import { addFeature, copyCpu, modelOf, setFeature, withModelOf } from '../cpu/definition.ts';
import { cpuError } from '../errors.ts';
import { featuresOfCpu, findFeature, namesOf } from './features-of.ts';
import type { X86Map } from './map.ts';

/** What will be asked of the hypervisor for this guest on this host (`virCPUUpdate`). */
export function updateX86(map: X86Map, guest: Cpu, host: CpuDefinition | undefined): Cpu {
  if (guest.mode === 'host-passthrough' || guest.mode === 'maximum') return copyCpu(guest);
  const relative = guest.mode === 'host-model' || guest.match === 'minimum';
  if (host === undefined && relative) throw cpuError('VIR_ERR_CONFIG_UNSUPPORTED', 'unknown host CPU model');
  const updated = copyCpu(guest);
  decideOptional(map, updated, host);
  const result = relative && host !== undefined ? takeHost(updated, host) : updated;
  const name = modelOf(result);
  const model = name === undefined ? undefined : map.modelByName.get(name);
  if (model !== undefined) {
    for (const removed of namesOf(map, model.removed)) addFeature(result, removed, 'disable');
  }
  return result;
}

/** Optional features become what the host has. */
function decideOptional(map: X86Map, guest: Cpu, host: CpuDefinition | undefined): void {
  const optional = guest.features?.filter(({ policy }) => policy === 'optional') ?? [];
  if (optional.length === 0 || host === undefined || modelOf(host) === undefined) return;
  const offered = featuresOfCpu(map, host);
  for (const feature of optional) feature.policy = offered.has(findFeature(map, feature.name)) ? 'require' : 'disable';
}

/** The host's model and features, with what the guest says of features. */
function takeHost(guest: Cpu, host: CpuDefinition): Cpu {
  const { vendor, ...updated } = withModelOf(guest, host);
  const result: Cpu = { ...updated, mode: 'custom', match: 'exact' };
  // Who asks for a minimum has not asked for a vendor.
  if (guest.mode === 'host-model' && vendor !== undefined) result.vendor = vendor;
  for (const { name, policy } of guest.features ?? []) setFeature(result, name, policy ?? 'require');
  return result;
}

/** The same CPU without features that cannot be moved. */
export function migratableX86<C extends CpuDefinition>(map: X86Map, cpu: C): C {
  const tied = new Set(namesOf(map, map.notMigratable));
  const implied = map.modelByName.get(modelOf(cpu) ?? '')?.features;
  // A model that has such a feature has it: what is said of it stays.
  const kept = cpu.features?.filter(({ name }) => !tied.has(name) || implied?.has(findFeature(map, name)) === true);
  return { ...cpu, ...(kept !== undefined && { features: kept }) };
}
