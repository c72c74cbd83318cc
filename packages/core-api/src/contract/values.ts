// What members of the contract resolve to when it is more than one value. 64-bit numbers are bigint, enums are numbers.
import type { DomainRef } from './references.ts';
import type { DriverStream } from './stream.ts';
import type { TypedParams } from './typed-params.ts';

/** `virDomainInfo` */
export interface DomainInfo {
  /** `virDomainState` */
  readonly state: number;
  /** KiB */
  readonly maxMem: bigint;
  /** KiB */
  readonly memory: bigint;
  readonly nrVirtCpu: number;
  /** Nanoseconds */
  readonly cpuTime: bigint;
}

/** What `virDomainGetState` tells. */
export interface DomainStateInfo {
  /** `virDomainState` */
  readonly state: number;
  /** The reason enum of that state, such as `virDomainShutoffReason`. */
  readonly reason: number;
}

/** `virDomainControlInfo` */
export interface DomainControlInfo {
  readonly state: number;
  readonly details: number;
  /** Milliseconds since the state was entered. */
  readonly stateTime: bigint;
}

/** `virVcpuInfo` and the processor's affinity. */
export interface VcpuInfo {
  readonly number: number;
  /** `virVcpuState` */
  readonly state: number;
  /** Nanoseconds */
  readonly cpuTime: bigint;
  /** Host processor; negative: `virVcpuHostCpuState`. */
  readonly cpu: number;
  readonly cpumap: Uint8Array;
}

/** `virDomainIOThreadInfo` */
export interface IOThreadInfo {
  readonly iothreadId: number;
  readonly cpumap: Uint8Array;
}

/** `virDomainMemoryStatStruct`: `tag` is a `virDomainMemoryStatTags`. */
export interface MemoryStat {
  readonly tag: number;
  readonly value: bigint;
}

/** `virDomainInterfaceStatsStruct`; -1 where the hypervisor does not count. */
export interface InterfaceStats {
  readonly rxBytes: bigint;
  readonly rxPackets: bigint;
  readonly rxErrs: bigint;
  readonly rxDrop: bigint;
  readonly txBytes: bigint;
  readonly txPackets: bigint;
  readonly txErrs: bigint;
  readonly txDrop: bigint;
}

/** `virDomainBlockInfo`, bytes. */
export interface BlockInfo {
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly physical: bigint;
}

/** `virDomainBlockJobInfo` */
export interface BlockJobInfo {
  /** `virDomainBlockJobType` */
  readonly type: number;
  /** MiB/s, or bytes/s with `VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES`. */
  readonly bandwidth: bigint;
  readonly cur: bigint;
  readonly end: bigint;
}

/** `virDomainDiskError` */
export interface DiskError {
  readonly disk: string;
  /** `virDomainDiskErrorCode` */
  readonly error: number;
}

export interface JobStats {
  /** `virDomainJobType` */
  readonly type: number;
  readonly params: TypedParams;
}

export interface SchedulerType {
  readonly type: string;
  /** How many scheduler parameters there are. */
  readonly nparams: number;
}

/** `virSecurityLabel` */
export interface SecurityLabel {
  readonly label: string;
  readonly enforcing: boolean;
}

/** `virSecurityModel` */
export interface SecurityModel {
  readonly model: string;
  readonly doi: string;
}

/** The guest's clock. */
export interface DomainTime {
  readonly seconds: bigint;
  readonly nseconds: number;
}

/** `virDomainFSInfo` */
export interface DomainFSInfo {
  readonly mountpoint: string;
  readonly name: string;
  readonly fstype: string;
  readonly devAliases: readonly string[];
}

/** `virDomainInterface` */
export interface DomainInterfaceInfo {
  readonly name: string;
  readonly hwaddr?: string;
  readonly addrs: readonly IPAddress[];
}

/** `virDomainIPAddress` */
export interface IPAddress {
  /** `virIPAddrType` */
  readonly type: number;
  readonly addr: string;
  readonly prefix: number;
}

/** `virDomainStatsRecord` */
export interface DomainStatsRecord {
  readonly domain: DomainRef;
  readonly params: TypedParams;
}

export interface Screenshot {
  /** MIME type, such as `image/png`. */
  readonly mime: string;
  readonly stream: DriverStream;
}

export interface MonitorCommandResult {
  readonly result: string;
  readonly files: readonly number[];
}

export interface MigrateBegin {
  readonly cookieOut: Uint8Array;
  readonly xml: string;
}

export interface MigratePrepare {
  readonly cookieOut: Uint8Array;
  readonly uriOut: string | undefined;
}

export interface MigratePrepareTunnel {
  readonly cookieOut: Uint8Array;
  readonly stream: DriverStream;
}

export interface MigrateFinish {
  readonly domain: DomainRef;
  readonly cookieOut: Uint8Array;
}

/** `virNodeInfo` */
export interface NodeInfo {
  readonly model: string;
  /** KiB */
  readonly memory: bigint;
  readonly cpus: number;
  readonly mhz: number;
  readonly nodes: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

export interface NodeCPUMap {
  /** Processors there are. */
  readonly cpus: number;
  readonly online: number;
  /** One bit a processor, lowest first. */
  readonly cpumap: Uint8Array;
}

/** `virNodeCPUStats`, `virNodeMemoryStats` */
export interface StatField {
  readonly field: string;
  readonly value: bigint;
}

/** `virNetworkDHCPLease` */
export interface DHCPLease {
  readonly iface: string;
  /** Seconds since the epoch. */
  readonly expirytime: bigint;
  /** `virIPAddrType` */
  readonly type: number;
  readonly mac?: string;
  readonly iaid?: string;
  readonly ipaddr: string;
  readonly prefix: number;
  readonly hostname?: string;
  readonly clientid?: string;
}

/** `virStoragePoolInfo`, bytes. */
export interface StoragePoolInfo {
  /** `virStoragePoolState` */
  readonly state: number;
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly available: bigint;
}

/** `virStorageVolInfo`, bytes. */
export interface StorageVolumeInfo {
  /** `virStorageVolType` */
  readonly type: number;
  readonly capacity: bigint;
  readonly allocation: bigint;
}
