import { domainFilters, filterMask } from '@virtweave/core-api/driver-kit';

/** Live and config (`virDomainModificationImpact`). */
const impact = 1 | 2;

/** Flags that each member takes; what is not named here takes none. */
export const supportedFlags: Readonly<Record<string, number>> = {
  connectListAllDomains: filterMask(domainFilters),
  /** FAIL_INCOMPATIBLE, VALIDATE_XML */
  connectCompareCPU: 1 | 2,
  connectCompareHypervisorCPU: 1 | 2,
  /** EXPAND_FEATURES, MIGRATABLE */
  connectBaselineCPU: 1 | 2,
  connectBaselineHypervisorCPU: 1 | 2,
  /** PAUSED, AUTODESTROY, FORCE_BOOT, RESET_NVRAM */
  domainCreateWithFlags: 1 | 2 | 8 | 32,
  /** PAUSED, AUTODESTROY, FORCE_BOOT, VALIDATE */
  domainCreateXML: 1 | 2 | 8 | 16,
  /** VALIDATE */
  domainDefineXMLFlags: 1,
  /** GRACEFUL, REMOVE_LOGS */
  domainDestroyFlags: 1 | 2,
  /** MANAGED_SAVE, SNAPSHOTS_METADATA, NVRAM, KEEP_NVRAM, CHECKPOINTS_METADATA, TPM, KEEP_TPM */
  domainUndefineFlags: 1 | 2 | 4 | 8 | 16 | 32 | 64,
  /** ACPI_POWER_BTN, GUEST_AGENT */
  domainShutdownFlags: 1 | 2,
  domainReboot: 1 | 2,
  /** SYNC */
  domainSetTime: 1,
  /** LEASE, AGENT */
  domainGetHostname: 1 | 2,
  /** ENCRYPTED */
  domainSetUserPassword: 1,
  /** APPEND, REMOVE */
  domainAuthorizedSSHKeysSet: 1 | 2,
  /** RUNNING, PAUSED */
  domainSaveParams: 2 | 4,
  domainManagedSave: 2 | 4,
  /** RUNNING, PAUSED, RESET_NVRAM */
  domainRestoreParams: 2 | 4 | 8,
  /** SECURE */
  domainSaveImageGetXMLDesc: 1,
  domainManagedSaveGetXMLDesc: 1,
  /** SECURE, INACTIVE, UPDATE_CPU, MIGRATABLE */
  domainGetXMLDesc: 1 | 2 | 4 | 8,
  domainGetMetadata: impact,
  domainSetMetadata: impact,
  /** and MAXIMUM */
  domainSetMemoryFlags: impact | 4,
  /** and MAXIMUM, GUEST, HOTPLUGGABLE */
  domainSetVcpusFlags: impact | 4 | 8 | 16,
  /** and MAXIMUM, GUEST */
  domainGetVcpusFlags: impact | 4 | 8,
  domainGetVcpuPinInfo: impact,
  domainPinVcpuFlags: impact,
  domainGetEmulatorPinInfo: impact,
  domainPinEmulator: impact,
  domainGetBlockIoTune: impact,
  domainSetBlockIoTune: impact,
  /** BANDWIDTH_BYTES */
  domainBlockPull: 64,
  /** SHALLOW, REUSE_EXT, COPY_RAW, COPY, COPY_DEV, BANDWIDTH_BYTES */
  domainBlockRebase: 1 | 2 | 4 | 8 | 32 | 64,
  /** SHALLOW, ACTIVE, BANDWIDTH_BYTES */
  domainBlockCommit: 1 | 4 | 16,
  /** SHALLOW, REUSE_EXT, TRANSIENT_JOB, SYNCHRONOUS_WRITES */
  domainBlockCopy: 1 | 2 | 4 | 8,
  /** ASYNC, PIVOT */
  domainBlockJobAbort: 1 | 2,
  /** BANDWIDTH_BYTES */
  domainBlockJobSetSpeed: 1,
  domainGetBlockJobInfo: 1,
  /** BYTES */
  domainBlockResize: 1,
  domainSetMemoryStatsPeriod: impact,
  domainSetLifecycleAction: impact,
  /** DEPRECATION, TAINTING, IOERRORS */
  domainGetMessages: 1 | 2 | 4,
  domainAttachDeviceFlags: impact,
  domainDetachDeviceFlags: impact,
  domainDetachDeviceAlias: impact,
  /** and FORCE */
  domainUpdateDeviceFlags: impact | 4,
  /** CRASH, LIVE, BYPASS_CACHE, RESET, MEMORY_ONLY */
  domainCoreDumpWithFormat: 1 | 2 | 4 | 8 | 16,
  /** HMP */
  domainQemuMonitorCommand: 1,
  /** REGEX, NOCASE */
  connectDomainQemuMonitorEventRegister: 1 | 2,
  /** COMPLETED, KEEP_COMPLETED */
  domainGetJobStats: 1 | 2,
  /** FORCE, SAFE */
  domainOpenConsole: 1 | 2,
  /** SET */
  nodeAllocPages: 1,
  /** ROOTS or DESCENDANTS, METADATA, LEAVES .. EXTERNAL, TOPOLOGICAL */
  domainListAllSnapshots: 0x7ff,
  domainSnapshotListAllChildren: 0x7ff,
  /** SECURE */
  domainSnapshotGetXMLDesc: 1,
  /** REDEFINE, CURRENT, NO_METADATA, HALT, DISK_ONLY, VALIDATE */
  domainSnapshotCreateXML: 1 | 2 | 4 | 8 | 16 | 512,
  /** RUNNING, PAUSED, FORCE */
  domainRevertToSnapshot: 1 | 2 | 4,
  /** CHILDREN, METADATA_ONLY, CHILDREN_ONLY */
  domainSnapshotDelete: 1 | 2 | 4,
  /** ACTIVE .. NOWAIT and the filters of the domains */
  connectGetAllDomainStats: 1 | 2 | 4 | 8 | 16 | 32 | 64 | 128 | 0x2000_0000 | 0x4000_0000 | 0x8000_0000,
};
