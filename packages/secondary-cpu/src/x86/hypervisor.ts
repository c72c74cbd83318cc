import type { HypervisorCpu } from '@virtweave/core-api';
import type { Cpu } from '@virtweave/core-conf';
import type { X86Data } from './data.ts';
import { decodedGuest, decodeX86 } from './decode.ts';
import { FeatureSet } from './feature-set.ts';
import type { X86Map } from './map.ts';

/** What the expansion of a hypervisor's CPU says: its features, vendor and signature. */
export function readHypervisorCpu(map: X86Map, { properties }: HypervisorCpu, migratable: boolean): X86Data {
  const features = new FeatureSet(map.features.length);
  const numbers = new Map<string, number>();
  let vendor: string | undefined;
  for (const { name, value, migratable: survives } of properties) {
    if (typeof value === 'bigint') numbers.set(name, Number(value));
    else if (name === 'vendor') vendor = map.vendors.find(({ string }) => string === value)?.name;
    else if (value === true && !(migratable && survives === false)) {
      const feature = map.byName.get(name);
      if (feature !== undefined) features.add(feature);
    }
  }
  const [family, model, stepping] = ['family', 'model', 'stepping'].map((name) => numbers.get(name));
  const known = family !== undefined && model !== undefined && stepping !== undefined;
  return { features, vendor, ...(known && { signature: { family, model, stepping } }) };
}

/** The guest's CPU that is like it, by the models that the hypervisor has. */
export function decodeHypervisorCpu(map: X86Map, answer: HypervisorCpu, migratable: boolean): Cpu | undefined {
  if (answer.model !== 'base') return undefined;
  const data = readHypervisorCpu(map, answer, migratable);
  // Where the hypervisor was asked what can be moved, its word counts, not the map's.
  return decodedGuest(map, decodeX86(map, data, { as: 'guest', models: answer.models }));
}
