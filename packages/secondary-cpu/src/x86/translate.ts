import type { CpuModelChoice } from '@virtweave/core-api';
import type { Cpu } from '@virtweave/core-conf';
import { isAllowed, modelOf, setFeature } from '../cpu/definition.ts';
import { modelNotSupported } from '../errors.ts';
import { decodedGuest, decodeX86 } from './decode.ts';
import { featuresOfCpu, modelOfCpu } from './features-of.ts';
import type { X86Map } from './map.ts';

/** The same CPU in terms of these models. */
export function translateX86(map: X86Map, cpu: Cpu, models: readonly (string | CpuModelChoice)[] | undefined): Cpu {
  const name = modelOf(cpu);
  if (name === undefined || isAllowed(name, models)) return cpu;
  if (cpu.model?.fallback === 'forbid') throw modelNotSupported(name);
  const data = { features: featuresOfCpu(map, cpu), vendor: cpu.vendor ?? modelOfCpu(map, cpu).vendor };
  const decoded = decodeX86(map, data, { as: 'guest', models });
  const { features } = decodedGuest(map, decoded);
  const { features: _features, vendor, ...rest } = cpu;
  const result: Cpu = {
    ...rest,
    model: { ...cpu.model, name: decoded.model.name, fallback: 'allow' },
    ...(vendor !== undefined && { vendor }),
    ...(features !== undefined && { features }),
  };
  // What the document says of a feature stays said, though the model may imply it.
  for (const { name: feature, policy } of cpu.features ?? []) setFeature(result, feature, policy ?? 'require');
  return result;
}
