import { isVirtError } from '@virtweave/core-util/errors';
import type { FamilyDrivers } from '../contract/families.ts';
import type { SecurityModel, StatField } from '../contract/values.ts';
import { cpusOf, flagsOf, sizeOf } from './numbers.ts';
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

  protected get hypervisor(): FamilyDrivers['hypervisor'] {
    return this.session.families.hypervisor;
  }
}

function fieldsOf(stats: readonly StatField[]): Readonly<Record<string, bigint>> {
  return Object.fromEntries(stats.map(({ field, value }) => [field, value]));
}
