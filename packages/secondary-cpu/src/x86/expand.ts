import type { Cpu } from '@virtweave/core-conf';
import { addFeature, copyCpu } from '../cpu/definition.ts';
import { modelOfCpu, namesOf } from './features-of.ts';
import type { X86Map } from './map.ts';

/** Names the features that the model implies, too; all of them in the order of the alphabet. */
export function expandX86(map: X86Map, cpu: Cpu): Cpu {
  const expanded = copyCpu(cpu);
  for (const name of namesOf(map, modelOfCpu(map, cpu).features)) addFeature(expanded, name, 'require');
  expanded.features?.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return expanded;
}
