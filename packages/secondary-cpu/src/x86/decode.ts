import type { CpuDecodeOptions } from '@virtweave/core-api';
import type { Cpu, CpuSignature, HostCpuDefinition } from '@virtweave/core-conf';
import { isAllowed } from '../cpu/definition.ts';
import { cpuError } from '../errors.ts';
import type { X86Data } from './data.ts';
import { FeatureSet } from './feature-set.ts';
import { findFeature, namesOf } from './features-of.ts';
import type { X86Map, X86Model } from './map.ts';
import { signatureMatches } from './signature.ts';

/** A model, and what has to be said beside it for the data to come out. */
interface Candidate {
  readonly model: X86Model;
  readonly require: FeatureSet;
  readonly disable: FeatureSet;
  readonly badness: number;
  readonly fits: boolean;
}

/** A model with what it lacks and has too much, as an answer to "which CPU is this?". */
export interface Decoded {
  readonly model: X86Model;
  readonly vendor?: string | undefined;
  /** Names in libvirt's order. */
  readonly require: readonly string[];
  readonly disable: readonly string[];
}

/** Finds the model that needs the fewest words; one of the processor's own family and model goes before. */
export function decodeX86(map: X86Map, data: X86Data, options: CpuDecodeOptions): Decoded {
  const features = withoutBrokenTsx(map, data);
  if (options.migratable === true) features.subtract(map.notMigratable);
  let best: Candidate | undefined;
  // The newest come last in the map, and of two that are as good the newer one is taken.
  for (let position = map.models.length - 1; position >= 0; position--) {
    const model = map.models[position];
    if (model === undefined || !mayBeNamed(model, data.vendor, options)) continue;
    const candidate = fit(model, features, blockersOf(map, model, options), data.signature);
    // What a host lacks cannot be said.
    if (options.as === 'host' && !candidate.disable.isEmpty) continue;
    if (model.name === options.preferred) {
      best = candidate;
      break;
    }
    if (best === undefined || isBetter(candidate, best)) best = candidate;
  }
  if (best === undefined) throw nothingFits(options);
  const { model, require, disable } = best;
  return { model, vendor: data.vendor, require: namesOf(map, require), disable: namesOf(map, disable) };
}

/** Haswell's transactional memory is switched off by firmware and kernels, whatever CPUID says (up to the EX servers). */
function withoutBrokenTsx(map: X86Map, { features, vendor, signature }: X86Data): FeatureSet {
  const rest = features.clone();
  if (vendor !== 'Intel' || signature?.family !== 6) return rest;
  const { model, stepping } = signature;
  if (model !== 60 && model !== 69 && model !== 70 && !(model === 63 && stepping < 4)) return rest;
  for (const name of ['hle', 'rtm']) rest.delete(findFeature(map, name));
  return rest;
}

/** The answer in the form of a guest's CPU. */
export function decodedGuest(map: X86Map, { model, vendor, require, disable }: Decoded): Cpu {
  const absent = namesOf(map, model.removed).filter((name) => !require.includes(name) && !disable.includes(name));
  const features = [
    ...require.map((name) => ({ name, policy: 'require' as const })),
    ...[...disable, ...absent].map((name) => ({ name, policy: 'disable' as const })),
  ];
  return {
    mode: 'custom',
    match: 'exact',
    model: { name: model.name, fallback: 'forbid' },
    ...(vendor !== undefined && { vendor }),
    ...(features.length > 0 && { features }),
  };
}

/** The answer in the form of a host's CPU. */
export function decodedHost(arch: string, { model, vendor, require }: Decoded, signature?: CpuSignature): HostCpuDefinition {
  return {
    arch,
    model: { name: model.name },
    ...(vendor !== undefined && { vendor }),
    ...(signature !== undefined && { signature }),
    features: require.map((name) => ({ name })),
  };
}

function mayBeNamed(model: X86Model, vendor: string | undefined, { as, models, preferred }: CpuDecodeOptions): boolean {
  if (!isAllowed(model.name, models) && model.name !== preferred) return false;
  if (!(as === 'host' ? model.decodeHost : model.decodeGuest)) return false;
  return model.vendor === undefined || vendor === undefined || model.vendor === vendor;
}

/** Features of the hypervisor's model of this name that cannot be had here: they must be switched off, known to us or not. */
function blockersOf(map: X86Map, model: X86Model, { models }: CpuDecodeOptions): FeatureSet {
  const blockers = new FeatureSet(map.features.length);
  const known = models?.find((each) => typeof each !== 'string' && each.name === model.name);
  for (const name of (typeof known === 'object' ? known.blockers : undefined) ?? []) {
    const feature = map.byName.get(name);
    if (feature !== undefined) blockers.add(feature);
  }
  return blockers;
}

function fit(
  model: X86Model,
  features: FeatureSet,
  blockers: FeatureSet,
  signature: CpuSignature | undefined,
): Candidate {
  const require = features.clone().subtract(model.features).subtract(blockers);
  const disable = model.features.clone().subtract(features).unite(blockers);
  return {
    model,
    require,
    disable,
    badness: require.count + penalty(disable.count, signature),
    fits: signature !== undefined && signatureMatches(model.signatures, signature),
  };
}

/**
 * To take features out of a model is worse than to put as many into an older one: programs rely on what the model's name
 * promises. All the more when nobody knows which processor it is, as with what several of them have in common. The weights
 * are those with which libvirt's choices come out.
 */
function penalty(disabled: number, signature: CpuSignature | undefined): number {
  return signature === undefined ? disabled * 6 + (disabled * (disabled - 1)) / 2 : disabled * 2.5;
}

function isBetter(candidate: Candidate, best: Candidate): boolean {
  if (candidate.fits !== best.fits) return candidate.fits;
  return candidate.badness < best.badness;
}

function nothingFits({ models, preferred }: CpuDecodeOptions): Error {
  if (preferred !== undefined && !isAllowed(preferred, models)) {
    return cpuError('VIR_ERR_CONFIG_UNSUPPORTED', `CPU model ${preferred} is not supported by hypervisor`);
  }
  return cpuError('VIR_ERR_INTERNAL_ERROR', 'Cannot find suitable CPU model for given data');
}

