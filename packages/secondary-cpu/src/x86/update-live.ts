import type { Cpu } from '@virtweave/core-conf';
import { copyCpu, modelOf, setFeature } from '../cpu/definition.ts';
import { cpuError } from '../errors.ts';
import { FeatureSet } from './feature-set.ts';
import { findFeature, findModel } from './features-of.ts';
import type { X86Map } from './map.ts';

/** What the hypervisor switched on and off; it may tell nothing of MSRs. */
export interface X86LiveFeatures {
  readonly enabled: FeatureSet;
  readonly disabled: FeatureSet;
  readonly withoutMsrs: boolean;
}

/** What the hypervisor gave to a guest that asked for this CPU (`virCPUUpdateLive`). */
export function updateLiveX86(map: X86Map, guest: Cpu, { enabled, disabled, withoutMsrs }: X86LiveFeatures): Cpu {
  const name = modelOf(guest);
  const followsHost = guest.mode === 'host-passthrough' || guest.mode === 'maximum';
  const model = name === undefined || followsHost ? undefined : findModel(map, name);
  const asked = new FeatureSet(map.features.length, model?.features);
  const mute = new FeatureSet(map.features.length, model?.added);
  for (const { name: feature, policy } of guest.features ?? []) {
    const number = findFeature(map, feature);
    mute.delete(number);
    if (policy === 'disable' || policy === 'forbid') asked.delete(number);
    else asked.add(number);
  }
  const updated = copyCpu(guest);
  const extra: string[] = [];
  const missing: string[] = [];
  const strict = guest.check === 'full';
  for (const [number, { name: feature, word }] of map.features.entries()) {
    const wanted = asked.has(number);
    const given = enabled.has(number) || (withoutMsrs && wanted && word.startsWith('msr:'));
    if (!wanted && given) {
      if (strict) extra.push(feature);
      else setFeature(updated, feature, 'require');
    } else if (wanted && (disabled.has(number) || !given)) {
      // A model's later additions are not missed by who did not name them.
      if (strict && !mute.has(number)) missing.push(feature);
      else setFeature(updated, feature, 'disable');
    }
  }
  if (extra.length > 0 || missing.length > 0) throw mismatch(extra, missing);
  return updated;
}

function mismatch(extra: readonly string[], missing: readonly string[]): Error {
  const said = [
    ...(extra.length > 0 ? [`extra features: ${extra.join(',')}`] : []),
    ...(missing.length > 0 ? [`missing features: ${missing.join(',')}`] : []),
  ];
  return cpuError('VIR_ERR_OPERATION_FAILED', `guest CPU doesn't match specification: ${said.join(', ')}`);
}
