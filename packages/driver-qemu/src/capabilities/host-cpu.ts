import { isJsonObject, type Json, type QmpCpuModelInfo } from '../qmp/index.ts';
import { isArm, isX86 } from './arch.ts';
import type { ProbeSession } from './session.ts';
import type { HostCpuModel, HostCpuProperty, HypervCapabilities } from './types.ts';

/**
 * Asks for the host's CPU: model `host` with hardware acceleration, `max` with TCG.
 *
 * @param deprecated ask for the features that the architecture is going to lose
 */
export async function probeHostCpu(
  session: ProbeSession,
  arch: string,
  name: 'host' | 'max',
  deprecated: boolean,
): Promise<HostCpuModel | undefined> {
  // ARM has no static expansion: its CPUs are not migration-safe.
  const type = isArm(arch) ? 'full' : 'static';
  const [plain, fixed, full] = await Promise.all([
    session.ask('query-cpu-model-expansion', { type, model: { name } }),
    isX86(arch)
      ? session.ask('query-cpu-model-expansion', { type, model: { name, props: { migratable: false } } })
      : undefined,
    deprecated ? session.ask('query-cpu-model-expansion', { type: 'full', model: { name } }) : undefined,
  ]);
  if (plain === undefined) return undefined;
  return hostCpuFromReplies(plain.model, fixed?.model, full?.['deprecated-props']);
}

/**
 * The host's CPU out of replies to `query-cpu-model-expansion`.
 *
 * @param migratable what is left of it when it is to be migratable, or all that is known
 * @param whole without that limit
 */
export function hostCpuFromReplies(
  migratable: QmpCpuModelInfo,
  whole: QmpCpuModelInfo | undefined,
  deprecatedFeatures: readonly string[] = [],
): HostCpuModel {
  return {
    model: (whole ?? migratable).name,
    migratability: whole !== undefined,
    properties: properties(migratable, whole),
    deprecatedFeatures,
  };
}

/** The properties of the whole CPU; with a migratable expansion beside it, what is on says whether it survives. */
function properties(migratable: QmpCpuModelInfo, whole: QmpCpuModelInfo | undefined): readonly HostCpuProperty[] {
  const found: HostCpuProperty[] = [];
  for (const [name, json] of Object.entries((whole ?? migratable).props ?? {})) {
    const value = propertyValue(json);
    if (value === undefined) continue;
    const survives = migratable.props?.[name];
    if (whole === undefined || value !== true || typeof survives !== 'boolean') found.push({ name, value });
    else found.push({ name, value, migratable: survives });
  }
  return found;
}

function propertyValue(json: Json | undefined): HostCpuProperty['value'] | undefined {
  switch (typeof json) {
    case 'boolean':
    case 'string':
    case 'bigint':
      return json;
    case 'number':
      return Number.isInteger(json) ? BigInt(json) : undefined;
    default:
      return undefined;
  }
}

/** libvirt's names of the Hyper-V enlightenments, in its order; QEMU's are `hv-NAME` with dashes. */
const enlightenments = [
  'relaxed',
  'vapic',
  'spinlocks',
  'vpindex',
  'runtime',
  'synic',
  'stimer',
  'reset',
  'vendor_id',
  'frequencies',
  'reenlightenment',
  'tlbflush',
  'ipi',
  'evmcs',
  'avic',
  'emsr_bitmap',
  'xmm_input',
] as const;

/** Asks which Hyper-V enlightenments KVM offers; undefined when QEMU does not tell. */
export async function probeHyperv(session: ProbeSession): Promise<HypervCapabilities | undefined> {
  const reply = await session.ask('query-cpu-model-expansion', {
    type: 'full',
    model: { name: 'host', props: { migratable: false, 'hv-passthrough': true } },
  });
  const props = reply?.model.props;
  if (!isJsonObject(props)) return undefined;
  const features = enlightenments.filter((name) => {
    const value = props[`hv-${name.replaceAll('_', '-')}`];
    return value !== undefined && value !== false && value !== 0 && value !== '';
  });
  return features.length === 0 ? undefined : { supported: true, features };
}
