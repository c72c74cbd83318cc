import { isVirtError } from '@virtweave/core-util/errors';
import type { FamilyDrivers } from '../contract/families.ts';
import type { SecurityModel, StatField } from '../contract/values.ts';
import { cpusOf, flagsOf, sizeOf, wideOf } from './numbers.ts';
import type { Parameters } from './parameters.ts';
import type { CallOptions, FlagOptions, Session } from './session.ts';

export interface DomainCapabilitiesOptions extends FlagOptions {
  readonly emulator?: string;
  readonly arch?: string;
  readonly machine?: string;
  readonly virtType?: string;
  readonly disableDeprecatedFeatures?: boolean;
}

/** `virNodeInfo` */
export interface NodeInformation {
  readonly model: string;
  /** KiB */
  readonly memory: number;
  readonly cpus: number;
  readonly mhz: number;
  readonly nodes: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

/** Processors of the host. */
export interface HostCpuMap {
  /** How many there are. */
  readonly cpus: number;
  /** Numbers of those online. */
  readonly online: readonly number[];
}

export interface BaselineCpuOptions extends FlagOptions {
  /** Name every feature rather than leave them to the model. */
  readonly expandFeatures?: boolean;
  /** Only features that a guest keeps when it moves. */
  readonly migratable?: boolean;
}

export interface CompareCpuOptions extends FlagOptions {
  /** Reject with `VIR_ERR_CPU_INCOMPATIBLE`, which says what is missing, rather than answer `incompatible`. */
  readonly failIncompatible?: boolean;
  readonly validate?: boolean;
}

/** Which hypervisor is meant; default: the connection's own choice. */
export interface HypervisorCpuOptions {
  readonly emulator?: string;
  readonly arch?: string;
  readonly machine?: string;
  readonly virtType?: string;
}

/** `virCPUCompareResult` in words: `superset` means that the host can do more. */
export type CpuComparison = 'incompatible' | 'identical' | 'superset';

/** `virConnectCloseReason` in words. */
export type CloseReasonName = 'error' | 'eof' | 'keepalive' | 'client';

const baselineFlags = { expandFeatures: 1, migratable: 2 };
const compareFlags = { failIncompatible: 1, validate: 2 };
const closeReasons: readonly CloseReasonName[] = ['error', 'eof', 'keepalive', 'client'];

/** What a connection tells about the host and its hypervisor. */
export class HostConnection {
  /** Shared with the handles; for this package. */
  protected readonly session: Session;
  /** The URI that it was opened with. */
  readonly uri: string;

  constructor(session: Session, uri: string) {
    this.session = session;
    this.uri = uri;
  }

  /** What the host and its hypervisor can do, as a document. @libvirt virConnectGetCapabilities */
  capabilities(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) => this.hypervisor.connectGetCapabilities(call));
  }

  /** What domains may have here, as a document. @libvirt virConnectGetDomainCapabilities */
  domainCapabilities(options?: DomainCapabilitiesOptions): Promise<string> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, { disableDeprecatedFeatures: 1 });
      const { emulator, arch, machine, virtType } = options ?? {};
      return this.hypervisor.connectGetDomainCapabilities(emulator, arch, machine, virtType, flags, call);
    });
  }

  /** @libvirt virConnectGetHostname */
  hostname(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) => this.hypervisor.connectGetHostname(call));
  }

  /** @libvirt virNodeGetInfo */
  nodeInfo(options?: CallOptions): Promise<NodeInformation> {
    return this.session.run(options, async (call) => {
      const info = await this.hypervisor.nodeGetInfo(call);
      return { ...info, memory: sizeOf(info.memory, 'the memory') };
    });
  }

  /** Memory free on the host, bytes. @libvirt virNodeGetFreeMemory */
  freeMemory(options?: CallOptions): Promise<number> {
    return this.session.run(options, async (call) =>
      sizeOf(await this.hypervisor.nodeGetFreeMemory(call), 'the free memory'),
    );
  }

  /** Memory free in each NUMA cell, bytes. @libvirt virNodeGetCellsFreeMemory */
  cellsFreeMemory(
    options?: CallOptions & { readonly start?: number; readonly count?: number },
  ): Promise<readonly number[]> {
    return this.session.run(options, async (call) => {
      const { start = 0, count = 1024 } = options ?? {};
      const cells = await this.hypervisor.nodeGetCellsFreeMemory(start, count, call);
      return cells.map((bytes, index) => sizeOf(bytes, `the free memory of cell ${start + index}`));
    });
  }

  /** Which processors the host has, and which are online. @libvirt virNodeGetCPUMap */
  cpuMap(options?: CallOptions): Promise<HostCpuMap> {
    return this.session.run(options, async (call) => {
      const { cpus, cpumap } = await this.hypervisor.nodeGetCPUMap(0, call);
      return { cpus, online: cpusOf(cpumap) };
    });
  }

  /** Processor time by use (`user`, `idle`, ...), nanoseconds; of one processor or (none) all. @libvirt virNodeGetCPUStats */
  cpuStats(cpu?: number, options?: CallOptions): Promise<Readonly<Record<string, bigint>>> {
    return this.session.run(options, async (call) =>
      fieldsOf(await this.hypervisor.nodeGetCPUStats(cpu ?? -1, 0, call)),
    );
  }

  /** Memory by use (`total`, `free`, ...), KiB; of one NUMA cell or (none) all. @libvirt virNodeGetMemoryStats */
  memoryStats(cell?: number, options?: CallOptions): Promise<Readonly<Record<string, bigint>>> {
    return this.session.run(options, async (call) =>
      fieldsOf(await this.hypervisor.nodeGetMemoryStats(cell ?? -1, 0, call)),
    );
  }

  /** The first security model and its domain of interpretation. @libvirt virNodeGetSecurityModel */
  securityModel(options?: CallOptions): Promise<SecurityModel> {
    return this.session.run(options, (call) => this.hypervisor.nodeGetSecurityModel(call));
  }

  /** The hypervisor's name, such as `QEMU`. @libvirt virConnectGetType */
  type(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) => this.hypervisor.connectGetType(call));
  }

  /** The hypervisor's version: major * 1,000,000 + minor * 1,000 + release. @libvirt virConnectGetVersion */
  version(options?: CallOptions): Promise<number> {
    return this.session.run(options, async (call) =>
      sizeOf(await this.hypervisor.connectGetVersion(call), 'the version'),
    );
  }

  /** The version of libvirt's interface that the driver keeps to. @libvirt virConnectGetLibVersion */
  libVersion(options?: CallOptions): Promise<number> {
    return this.session.run(options, async (call) =>
      sizeOf(await this.hypervisor.connectGetLibVersion(call), 'the version'),
    );
  }

  /** The URI as the driver sees it. @libvirt virConnectGetURI */
  canonicalUri(options?: CallOptions): Promise<string> {
    return this.session.run(options, async (call) => {
      try {
        return await this.hypervisor.connectGetURI(call);
      } catch (error) {
        if (isVirtError(error, 'VIR_ERR_NO_SUPPORT')) return this.uri;
        throw error;
      }
    });
  }

  /** Most processors a domain may have; `type` is a virtualization type. @libvirt virConnectGetMaxVcpus */
  maxVcpus(type?: string, options?: CallOptions): Promise<number> {
    return this.session.run(options, (call) => this.hypervisor.connectGetMaxVcpus(type, call));
  }

  /** SMBIOS of the host, as a document. @libvirt virConnectGetSysinfo */
  sysinfo(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) => this.hypervisor.connectGetSysinfo(0, call));
  }

  /** CPU models that an architecture knows. @libvirt virConnectGetCPUModelNames */
  cpuModelNames(arch: string, options?: CallOptions): Promise<readonly string[]> {
    return this.session.run(options, (call) => this.hypervisor.connectGetCPUModelNames(arch, 0, call));
  }

  /** @libvirt virConnectIsAlive */
  isAlive(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.connectIsAlive(call));
  }

  /** @libvirt virConnectIsEncrypted */
  isEncrypted(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.connectIsEncrypted(call));
  }

  /** @libvirt virConnectIsSecure */
  isSecure(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.connectIsSecure(call));
  }

  /**
   * A CPU that all of these (`<cpu>` elements, or capabilities of hosts) can be, as a document.
   * @libvirt virConnectBaselineCPU
   */
  baselineCpu(cpus: readonly string[], options?: BaselineCpuOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.hypervisor.connectBaselineCPU(cpus, flagsOf(options, baselineFlags), call),
    );
  }

  /** The same, among what this hypervisor can offer. @libvirt virConnectBaselineHypervisorCPU */
  baselineHypervisorCpu(cpus: readonly string[], options?: BaselineCpuOptions & HypervisorCpuOptions): Promise<string> {
    return this.session.run(options, (call) => {
      const { emulator, arch, machine, virtType } = options ?? {};
      const flags = flagsOf(options, baselineFlags);
      return this.hypervisor.connectBaselineHypervisorCPU(emulator, arch, machine, virtType, cpus, flags, call);
    });
  }

  /** Can the host be this CPU (a `<cpu>` element)? @libvirt virConnectCompareCPU */
  compareCpu(cpu: string, options?: CompareCpuOptions): Promise<CpuComparison> {
    return this.session.run(options, async (call) =>
      comparison(await this.hypervisor.connectCompareCPU(cpu, flagsOf(options, compareFlags), call)),
    );
  }

  /** Can this hypervisor offer it? @libvirt virConnectCompareHypervisorCPU */
  compareHypervisorCpu(cpu: string, options?: CompareCpuOptions & HypervisorCpuOptions): Promise<CpuComparison> {
    return this.session.run(options, async (call) => {
      const { emulator, arch, machine, virtType } = options ?? {};
      const flags = flagsOf(options, compareFlags);
      const answer = await this.hypervisor.connectCompareHypervisorCPU(
        emulator,
        arch,
        machine,
        virtType,
        cpu,
        flags,
        call,
      );
      return comparison(answer);
    });
  }

  /**
   * Free pages of each size (KiB), in each NUMA cell: `result[cell][size]`.
   * @libvirt virNodeGetFreePages
   */
  freePages(
    sizes: readonly number[],
    options?: CallOptions & { readonly start?: number; readonly count?: number },
  ): Promise<readonly (readonly bigint[])[]> {
    return this.session.run(options, async (call) => {
      const { start = 0, count = 1 } = options ?? {};
      const flat = await this.hypervisor.nodeGetFreePages(sizes, start, count, 0, call);
      const cells: (readonly bigint[])[] = [];
      for (let at = 0; sizes.length > 0 && at < flat.length; at += sizes.length)
        cells.push(flat.slice(at, at + sizes.length));
      return cells;
    });
  }

  /**
   * Reserves huge pages: so many of each size (KiB), in each of the NUMA cells; with `set` in all, otherwise more than there are.
   * Answers for how many cells and sizes it could be done.
   * @libvirt virNodeAllocPages
   */
  allocPages(
    pages: readonly { readonly size: number; readonly count: number | bigint }[],
    options?: FlagOptions & { readonly start?: number; readonly count?: number; readonly set?: boolean },
  ): Promise<number> {
    return this.session.run(options, async (call) => {
      const { start = -1, count = 1 } = options ?? {};
      const sizes = pages.map(({ size }) => size);
      const counts = pages.map((page) => wideOf(page.count, 'the count'));
      return this.hypervisor.nodeAllocPages(sizes, counts, start, count, flagsOf(options, { set: 1 }), call);
    });
  }

  /** How the host shares equal pages (KSM), by libvirt's names. @libvirt virNodeGetMemoryParameters */
  memoryParameters(options?: CallOptions): Promise<Parameters> {
    return this.session.run(options, async (call) => {
      const { parameters } = await import('./parameters.ts');
      return parameters(await this.hypervisor.nodeGetMemoryParameters(0, call));
    });
  }

  /** @libvirt virNodeSetMemoryParameters */
  setMemoryParameters(values: Parameters, options?: CallOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const { typedParams } = await import('./parameters.ts');
      const params = typedParams(values, {
        shm_pages_to_scan: 'uint',
        shm_sleep_millisecs: 'uint',
        shm_merge_across_nodes: 'uint',
      });
      await this.hypervisor.nodeSetMemoryParameters(params, 0, call);
    });
  }

  /** What AMD's memory encryption offers here, by libvirt's names. @libvirt virNodeGetSEVInfo */
  sevInfo(options?: CallOptions): Promise<Parameters> {
    return this.session.run(options, async (call) => {
      const { parameters } = await import('./parameters.ts');
      return parameters(await this.hypervisor.nodeGetSEVInfo(0, call));
    });
  }

  /** Sends the host to sleep for so many seconds, at least 60. @libvirt virNodeSuspendForDuration */
  suspendHost(target: 'mem' | 'disk' | 'hybrid', seconds: number, options?: CallOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const number = { mem: 0, disk: 1, hybrid: 2 }[target];
      await this.hypervisor.nodeSuspendForDuration(number, wideOf(seconds, 'the duration'), 0, call);
    });
  }

  /**
   * Asks the other side every `interval` seconds whether it is there, and gives up after `count` questions without an answer.
   * Answers whether the connection can do that.
   * @libvirt virConnectSetKeepAlive
   */
  setKeepAlive(interval: number, count: number, options?: CallOptions): Promise<boolean> {
    return this.session.run(
      options,
      async (call) => (await this.hypervisor.connectSetKeepAlive(interval, count, call)) === 0,
    );
  }

  /**
   * Resolves when the connection is lost, and says why; `client` when it was closed here. It does not keep Node alive.
   * `VIR_ERR_NO_SUPPORT` when the driver has nothing that could be lost.
   *
   * ```ts
   * connection.disconnected().then((reason) => console.log('lost:', reason));
   * ```
   * @libvirt virConnectRegisterCloseCallback virConnectUnregisterCloseCallback
   */
  async disconnected(options?: CallOptions): Promise<CloseReasonName> {
    const signal = options?.signal;
    let settle: (() => void) | undefined;
    const lost = new Promise<CloseReasonName>((resolve, reject) => {
      const aborted = (): void => reject(signal?.reason as Error);
      const offClose = this.session.onClose(() => resolve('client'));
      const callback = (reason: number): void => resolve(closeReasons[reason] ?? 'error');
      settle = () => {
        offClose();
        signal?.removeEventListener('abort', aborted);
        if (this.session.closed) return;
        const call = { identity: this.session.identity };
        this.hypervisor.connectUnregisterCloseCallback(callback, call).catch(() => {}); // never registered
      };
      signal?.addEventListener('abort', aborted, { once: true });
      this.session
        .run(options, (call) => this.hypervisor.connectRegisterCloseCallback(callback, call))
        .catch(reject);
    });
    try {
      return await lost;
    } finally {
      settle?.();
    }
  }

  protected get hypervisor(): FamilyDrivers['hypervisor'] {
    return this.session.families.hypervisor;
  }
}

function fieldsOf(stats: readonly StatField[]): Readonly<Record<string, bigint>> {
  return Object.fromEntries(stats.map(({ field, value }) => [field, value]));
}

function comparison(result: number): CpuComparison {
  return (['incompatible', 'identical', 'superset'] as const)[result] ?? 'incompatible';
}
