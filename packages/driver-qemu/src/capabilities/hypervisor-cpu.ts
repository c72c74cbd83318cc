import type { HypervisorCpu } from '@virtweave/core-api';
import { featureFromQemu } from '../cpu/feature-names.ts';
import type { QemuCapabilities } from './capabilities.ts';
import type { Accelerator } from './types.ts';

/** What the emulator told of the CPU that it can give to a guest, for the CPU service; undefined when it told nothing. */
export function hypervisorCpu(capabilities: QemuCapabilities, accelerator: Accelerator): HypervisorCpu | undefined {
  const told = capabilities.hostCpu(accelerator);
  const models = capabilities.cpuModels(accelerator);
  if (told === undefined && models === undefined) return undefined;
  const { arch } = capabilities;
  return {
    ...(told !== undefined && { model: told.model }),
    properties: (told?.properties ?? []).map((property) => ({
      ...property,
      name: featureFromQemu(property.name, arch),
    })),
    migratability: told?.migratability ?? false,
    ...(accelerator === 'tcg' && { emulated: true }),
    ...(models !== undefined && {
      models: models.map(({ name, blockers }) => ({
        name,
        blockers: blockers.map((blocker) => featureFromQemu(blocker, arch)),
      })),
    }),
  };
}
