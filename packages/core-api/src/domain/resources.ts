import type { DomainTime } from '../contract/values.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import { flagsOf, sizeOf, wideOf, wordOf } from '../connection/numbers.ts';
import { parameters, type Parameters } from '../connection/parameters.ts';
import { impactFlags, type ImpactOptions } from './description.ts';
import { memoryStatNames, type MemoryStatName } from './names.generated.ts';
import { DomainVcpus } from './vcpus.ts';

export interface MemoryOptions extends ImpactOptions {
  /** Set the limit, not the present amount. */
  readonly maximum?: boolean;
}

/** `virDomainInterfaceStatsStruct`; counters are bigint, -1 where nobody counts. */
export interface InterfaceCounters {
  readonly rxBytes: bigint;
  readonly rxPackets: bigint;
  readonly rxErrs: bigint;
  readonly rxDrop: bigint;
  readonly txBytes: bigint;
  readonly txPackets: bigint;
  readonly txErrs: bigint;
  readonly txDrop: bigint;
}

/** Sizes in bytes. */
export interface BlockSizes {
  readonly capacity: number;
  readonly allocation: number;
  readonly physical: number;
}

/** `virDomainControlInfo` */
export interface DomainControl {
  readonly state: 'ok' | 'job' | 'occupied' | 'error';
  /** With `error`: a `virDomainControlErrorReason`. */
  readonly details: number;
  /** Milliseconds in this state. */
  readonly stateTime: bigint;
}

const controlStates: readonly DomainControl['state'][] = ['ok', 'job', 'occupied', 'error'];

const memoryFlags = { ...impactFlags, maximum: 4 };

/** Memory and statistics. */
export class DomainResources extends DomainVcpus {
  /** Most memory it may use, KiB. @libvirt virDomainGetMaxMemory */
  maxMemory(options?: CallOptions): Promise<number> {
    return this.session.run(options, async (call) =>
      sizeOf(await this.hypervisor.domainGetMaxMemory(this.ref, call), 'the maximum memory'),
    );
  }

  /**
   * Sets memory, KiB. `VIR_ERR_OVERFLOW` for a number above 2^53-1: use a bigint then.
   * @libvirt virDomainSetMemory virDomainSetMemoryFlags virDomainSetMaxMemory
   */
  setMemory(kib: number | bigint, options?: MemoryOptions): Promise<void> {
    return this.session.run(options, async (call) =>
      this.hypervisor.domainSetMemoryFlags(this.ref, wideOf(kib, 'memory'), flagsOf(options, memoryFlags), call),
    );
  }

  /** Memory statistics, KiB (faults: counts; last-update: seconds), by name. @libvirt virDomainMemoryStats */
  memoryStats(options?: CallOptions): Promise<Readonly<Partial<Record<MemoryStatName, bigint>>>> {
    return this.session.run(options, async (call) => {
      const stats = await this.hypervisor.domainMemoryStats(this.ref, 0, call);
      return Object.fromEntries(stats.map(({ tag, value }) => [memoryStatNames[tag] ?? `tag-${tag}`, value]));
    });
  }

  /**
   * Statistics by libvirt's names; `types` is a mask of `virDomainStatsTypes`, default all.
   * @libvirt virDomainListGetStats
   */
  stats(types = 0, options?: FlagOptions): Promise<Parameters> {
    return this.session.run(options, async (call) => {
      const records = await this.hypervisor.connectGetAllDomainStats([this.ref], types, wordOf(options?.flags), call);
      return parameters(records[0]?.params ?? []);
    });
  }

  /** Counters of one interface, by its device name on the host or its MAC. @libvirt virDomainInterfaceStats */
  interfaceStats(device: string, options?: CallOptions): Promise<InterfaceCounters> {
    return this.session.run(options, (call) => this.hypervisor.domainInterfaceStats(this.ref, device, call));
  }

  /** Counters of one disk by libvirt's names, by its target or path. @libvirt virDomainBlockStats virDomainBlockStatsFlags */
  blockStats(disk: string, options?: FlagOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.hypervisor.domainBlockStatsFlags(this.ref, disk, wordOf(options?.flags), call)),
    );
  }

  /** Sizes of one disk, bytes. @libvirt virDomainGetBlockInfo */
  blockInfo(disk: string, options?: CallOptions): Promise<BlockSizes> {
    return this.session.run(options, async (call) => {
      const info = await this.hypervisor.domainGetBlockInfo(this.ref, disk, 0, call);
      return {
        capacity: sizeOf(info.capacity, `the capacity of ${disk}`),
        allocation: sizeOf(info.allocation, `the allocation of ${disk}`),
        physical: sizeOf(info.physical, `the physical size of ${disk}`),
      };
    });
  }

  /** How well the hypervisor can be reached, and since when, milliseconds. @libvirt virDomainGetControlInfo */
  controlInfo(options?: CallOptions): Promise<DomainControl> {
    return this.session.run(options, async (call) => {
      const { state, details, stateTime } = await this.hypervisor.domainGetControlInfo(this.ref, 0, call);
      return { state: controlStates[state] ?? 'error', details, stateTime };
    });
  }

  /** The guest's clock. @libvirt virDomainGetTime */
  time(options?: CallOptions): Promise<DomainTime> {
    return this.session.run(options, (call) => this.hypervisor.domainGetTime(this.ref, 0, call));
  }
}
