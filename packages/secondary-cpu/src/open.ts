import type { CpuService } from '@virtweave/core-api';
import type { CpuDefinition } from '@virtweave/core-conf';
import type { Host } from '@virtweave/core-util';
import type { Comparison } from './comparison.ts';
import { copyCpu, modelOf } from './cpu/definition.ts';
import type { CpuDriver } from './driver.ts';
import { cpuError, noSupport } from './errors.ts';
import { loadDriver } from './families.ts';
import { hypervisorHostCpus } from './hypervisor-host.ts';

/** Opens the service for an architecture. `host` is asked for `/proc/cpuinfo`, if that is ever wanted. */
export async function openCpuService(arch: string, host: () => Promise<Host> = localHost): Promise<CpuService> {
  const driver = await loadDriver(arch);
  const needed = <M extends keyof CpuDriver>(member: M, what: string): NonNullable<CpuDriver[M]> => {
    const implementation = driver[member];
    if (implementation === undefined) throw noSupport(what, arch);
    return implementation;
  };
  return {
    arch,
    compare: async (hostCpu, cpu, failIncompatible) => {
      const { result, reason } = compareWith(driver, hostCpu, cpu);
      if (result === 'incompatible' && failIncompatible) throw cpuError('VIR_ERR_CPU_INCOMPATIBLE', reason);
      return result;
    },
    baseline: async (cpus, options) => {
      if (cpus.length === 0) throw cpuError('VIR_ERR_INVALID_ARG', 'no CPUs given');
      for (const cpu of cpus) {
        if (modelOf(cpu) === undefined) throw cpuError('VIR_ERR_INVALID_ARG', 'no CPU model specified');
      }
      return needed('baseline', 'compute baseline CPU')(cpus, options);
    },
    update: async (guest, hostCpu) => driver.update(guest, hostCpu),
    updateLive: async (guest, live) => driver.updateLive?.(guest, live) ?? copyCpu(guest),
    decode: async (data, options) =>
      options.as === 'host'
        ? needed('decodeHost', 'decode CPU data')(data, options)
        : needed('decodeGuest', 'decode CPU data')(data, options),
    encode: async (cpu) => needed('encode', 'encode CPU data')(cpu),
    hasFeature: async (cpu, feature) => needed('hasFeature', 'check guest CPU feature')(cpu, feature),
    translate: async (cpu, models) => (driver.translate === undefined ? cpu : driver.translate(cpu, models)),
    expandFeatures: async (cpu) => driver.expandFeatures?.(cpu) ?? copyCpu(cpu),
    migratable: async (cpu) => driver.migratable?.(cpu) ?? cpu,
    convertLegacy: async (cpu) => driver.convertLegacy?.(cpu) ?? cpu,
    validateFeatures: async (cpu) => driver.validateFeatures?.(cpu),
    partialCheck: async (cpu) => driver.partialCheck?.(cpu) ?? 'compare',
    signature: async (data) => driver.signature?.(data),
    hypervisorHost: async (answer, hostCpu) => hypervisorHostCpus(driver, answer, hostCpu),
    models: async () => driver.models?.(),
    host: async ({ signal }) => {
      const machine = await host();
      const text = (await machine.readFile('/proc/cpuinfo', signal === undefined ? {} : { signal })).toString();
      const found = driver.fromCpuinfo?.(text);
      if (found === undefined) throw noSupport('detect host CPU model', arch);
      return found;
    },
  };
}

function compareWith(driver: CpuDriver, host: CpuDefinition | undefined, cpu: CpuDefinition): Comparison {
  if (host === undefined || modelOf(host) === undefined) {
    return { result: 'incompatible', reason: 'unknown host CPU' };
  }
  return driver.compare(host, cpu);
}

async function localHost(): Promise<Host> {
  const { LocalHost } = await import('@virtweave/core-util');
  return new LocalHost();
}
