import type { Cpu, CpuDefinition, CpuFeature, HostCpuDefinition } from '@virtweave/core-conf';
import { incompatible, type Comparison } from './comparison.ts';
import { copyCpu, isHostCpu, modelOf, withModelOf } from './cpu/definition.ts';
import type { CpuDriver } from './driver.ts';
import { cpuError } from './errors.ts';

/** s390x: the models are QEMU's, and are compared by QEMU. */
export function createS390Driver(): CpuDriver {
  return {
    compare: () => ({ result: 'superset' }),
    update: updateS390,
    fromHypervisor(answer) {
      if (answer.model === undefined) return undefined;
      const features: CpuFeature[] = answer.properties.flatMap(({ name, value }) =>
        typeof value === 'boolean' ? [{ name, policy: value ? ('require' as const) : ('disable' as const) }] : [],
      );
      return {
        mode: 'custom',
        match: 'exact',
        model: { name: answer.model, fallback: 'forbid' },
        ...(features.length > 0 && { features }),
      };
    },
    translate: (cpu) => cpu,
  };
}

function updateS390(guest: Cpu, host: CpuDefinition | undefined): Cpu {
  if (guest.mode === 'custom' || guest.mode === undefined) {
    if (guest.match === 'minimum') {
      throw cpuError('VIR_ERR_CONFIG_UNSUPPORTED', 'match mode minimum not supported');
    }
    if (guest.features?.some(({ policy }) => policy === 'optional') === true) {
      throw cpuError('VIR_ERR_CONFIG_UNSUPPORTED', "only cpu feature policies 'require' and 'disable' are supported");
    }
    return copyCpu(guest);
  }
  if (guest.mode !== 'host-model') return copyCpu(guest);
  if (host === undefined) throw cpuError('VIR_ERR_CONFIG_UNSUPPORTED', 'unknown host CPU model');
  const updated: Cpu = { ...withModelOf(guest, host), mode: 'custom', match: 'exact' };
  const own = guest.features ?? [];
  const rest = (updated.features ?? []).filter(({ name }) => !own.some((feature) => feature.name === name));
  const features = [...rest, ...own.map((feature) => ({ ...feature }))];
  return features.length > 0 ? { ...updated, features } : updated;
}

/** RISC-V: everything may be had. */
export function createRiscvDriver(): CpuDriver {
  return { compare: () => ({ result: 'superset' }), update: (guest) => copyCpu(guest) };
}

/** LoongArch, and whatever has no tables: CPUs are the same when their models and features are. */
export function createPlainDriver(arch: string): CpuDriver {
  return {
    compare: (host, cpu) => comparePlain(arch, host, cpu),
    update: (guest) => copyCpu(guest),
    fromCpuinfo: (): HostCpuDefinition | undefined => undefined,
  };
}

function comparePlain(arch: string, host: CpuDefinition, cpu: CpuDefinition): Comparison {
  if (isHostCpu(cpu) && cpu.arch !== arch) return incompatible(`CPU arch ${cpu.arch} does not match host arch`);
  return modelOf(host) === modelOf(cpu) ? { result: 'identical' } : incompatible();
}
