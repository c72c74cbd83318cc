import { cpusOf, flagsOf, mapOf, wordOf } from '../connection/numbers.ts';
import { parameters, typedParams, type Parameters } from '../connection/parameters.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import { impactFlags, type ImpactOptions } from './description.ts';
import { DomainDevices } from './devices.ts';
import {
  blkioTypes,
  interfaceTypes,
  iothreadTypes,
  memoryTypes,
  numaTypes,
  schedulerTypes,
} from './parameter-types.ts';

/** One thread that does a guest's disk requests. */
export interface IOThread {
  readonly id: number;
  /** Host processors that it may run on. */
  readonly affinity: readonly number[];
}

/**
 * Shares and limits. Parameters have libvirt's names; 64-bit values are read as bigint, and may be set as number or bigint.
 */
export class DomainTuning extends DomainDevices {
  /** Name of the scheduler, such as `posix`, and how many parameters it has. @libvirt virDomainGetSchedulerType */
  schedulerType(options?: CallOptions): Promise<{ readonly type: string; readonly nparams: number }> {
    return this.session.run(options, (call) => this.hypervisor.domainGetSchedulerType(this.ref, call));
  }

  /** @libvirt virDomainGetSchedulerParameters virDomainGetSchedulerParametersFlags */
  schedulerParameters(options?: ImpactOptions): Promise<Parameters> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, impactFlags);
      return parameters(await this.hypervisor.domainGetSchedulerParametersFlags(this.ref, flags, call));
    });
  }

  /**
   * ```ts
   * await domain.setSchedulerParameters({ cpu_shares: 512, vcpu_quota: 50_000 }, { live: true });
   * ```
   * @libvirt virDomainSetSchedulerParameters virDomainSetSchedulerParametersFlags
   */
  setSchedulerParameters(values: Parameters, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, schedulerTypes);
      await this.hypervisor.domainSetSchedulerParametersFlags(this.ref, params, flagsOf(options, impactFlags), call);
    });
  }

  /** Limits, KiB: `{ hard_limit: ..., soft_limit: ..., swap_hard_limit: ... }`. @libvirt virDomainGetMemoryParameters */
  memoryParameters(options?: ImpactOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.hypervisor.domainGetMemoryParameters(this.ref, flagsOf(options, impactFlags), call)),
    );
  }

  /** @libvirt virDomainSetMemoryParameters */
  setMemoryParameters(values: Parameters, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, memoryTypes);
      await this.hypervisor.domainSetMemoryParameters(this.ref, params, flagsOf(options, impactFlags), call);
    });
  }

  /** Shares and limits of disk traffic. @libvirt virDomainGetBlkioParameters */
  blkioParameters(options?: ImpactOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.hypervisor.domainGetBlkioParameters(this.ref, flagsOf(options, impactFlags), call)),
    );
  }

  /** @libvirt virDomainSetBlkioParameters */
  setBlkioParameters(values: Parameters, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, blkioTypes);
      await this.hypervisor.domainSetBlkioParameters(this.ref, params, flagsOf(options, impactFlags), call);
    });
  }

  /** Which NUMA cells its memory is on: `{ numa_mode: 0, numa_nodeset: '0-1' }`. @libvirt virDomainGetNumaParameters */
  numaParameters(options?: ImpactOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.hypervisor.domainGetNumaParameters(this.ref, flagsOf(options, impactFlags), call)),
    );
  }

  /** @libvirt virDomainSetNumaParameters */
  setNumaParameters(values: Parameters, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, numaTypes);
      await this.hypervisor.domainSetNumaParameters(this.ref, params, flagsOf(options, impactFlags), call);
    });
  }

  /** Which of the processor's counters are read, by name: `{ cmt: false, ... }`. @libvirt virDomainGetPerfEvents */
  perfEvents(options?: ImpactOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.hypervisor.domainGetPerfEvents(this.ref, flagsOf(options, impactFlags), call)),
    );
  }

  /** @libvirt virDomainSetPerfEvents */
  setPerfEvents(values: Readonly<Record<string, boolean>>, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, {});
      await this.hypervisor.domainSetPerfEvents(this.ref, params, flagsOf(options, impactFlags), call);
    });
  }

  /** Bandwidth of one interface, KiB/s, by its device name on the host or its MAC. @libvirt virDomainGetInterfaceParameters */
  interfaceParameters(device: string, options?: ImpactOptions): Promise<Parameters> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, impactFlags);
      return parameters(await this.hypervisor.domainGetInterfaceParameters(this.ref, device, flags, call));
    });
  }

  /** @libvirt virDomainSetInterfaceParameters */
  setInterfaceParameters(device: string, values: Parameters, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, interfaceTypes);
      const flags = flagsOf(options, impactFlags);
      await this.hypervisor.domainSetInterfaceParameters(this.ref, device, params, flags, call);
    });
  }

  /** Threads for disk requests. @libvirt virDomainGetIOThreadInfo */
  ioThreads(options?: ImpactOptions): Promise<readonly IOThread[]> {
    return this.session.run(options, async (call) => {
      const list = await this.hypervisor.domainGetIOThreadInfo(this.ref, flagsOf(options, impactFlags), call);
      return list.map(({ iothreadId, cpumap }) => ({ id: iothreadId, affinity: cpusOf(cpumap) }));
    });
  }

  /** @libvirt virDomainAddIOThread */
  addIOThread(id: number, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainAddIOThread(this.ref, id, flagsOf(options, impactFlags), call),
    );
  }

  /** @libvirt virDomainDelIOThread */
  deleteIOThread(id: number, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainDelIOThread(this.ref, id, flagsOf(options, impactFlags), call),
    );
  }

  /** Says which host processors a thread for disk requests may run on. @libvirt virDomainPinIOThread */
  pinIOThread(id: number, cpus: readonly number[], options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) =>
      this.hypervisor.domainPinIOThread(this.ref, id, mapOf(cpus), flagsOf(options, impactFlags), call),
    );
  }

  /** How a thread for disk requests polls, and how many workers it has. @libvirt virDomainSetIOThreadParams */
  setIOThreadParameters(id: number, values: Parameters, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, iothreadTypes);
      await this.hypervisor.domainSetIOThreadParams(this.ref, id, params, flagsOf(options, impactFlags), call);
    });
  }

  /** Host processors that the emulator's own threads may run on. @libvirt virDomainGetEmulatorPinInfo */
  emulatorPin(options?: ImpactOptions): Promise<readonly number[]> {
    return this.session.run(options, async (call) =>
      cpusOf(await this.hypervisor.domainGetEmulatorPinInfo(this.ref, flagsOf(options, impactFlags), call)),
    );
  }

  /** @libvirt virDomainPinEmulator */
  pinEmulator(cpus: readonly number[], options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) =>
      this.hypervisor.domainPinEmulator(this.ref, mapOf(cpus), flagsOf(options, impactFlags), call),
    );
  }

  /** Processor time, nanoseconds, by libvirt's names: of the whole domain. @libvirt virDomainGetCPUStats */
  totalCpuStats(options?: FlagOptions): Promise<Parameters> {
    return this.session.run(options, async (call) => {
      const [total] = await this.hypervisor.domainGetCPUStats(this.ref, -1, 1, wordOf(options?.flags), call);
      return parameters(total ?? []);
    });
  }

  /** Processor time, nanoseconds, by libvirt's names: on each processor of the host. @libvirt virDomainGetCPUStats */
  cpuStats(options?: FlagOptions & { readonly start?: number; readonly count?: number }): Promise<readonly Parameters[]> {
    return this.session.run(options, async (call) => {
      const { start = 0, count = 0 } = options ?? {};
      const list = await this.hypervisor.domainGetCPUStats(this.ref, start, count, wordOf(options?.flags), call);
      return list.map(parameters);
    });
  }

  /** How often the guest's driver tells its memory statistics, seconds; 0: not. @libvirt virDomainSetMemoryStatsPeriod */
  setMemoryStatsPeriod(seconds: number, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainSetMemoryStatsPeriod(this.ref, seconds, flagsOf(options, impactFlags), call),
    );
  }

  /** Plugs virtual processors in or out, by their numbers (`'0-1,3'`). @libvirt virDomainSetVcpu */
  setVcpu(vcpus: string, enabled: boolean, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainSetVcpu(this.ref, vcpus, enabled ? 1 : 0, flagsOf(options, impactFlags), call),
    );
  }
}
