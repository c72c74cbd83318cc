/**
 * Every member that this driver has, and the flags that it takes, as numbers: the enums would cost more time to load than
 * the whole opening of a connection. The compiler compares the names with the members that exist.
 */
export const memberFlags = {
  connectDomainEventDeregisterAny: 0,
  connectDomainEventRegisterAny: 0,
  // states, NOWAIT, BACKING, ENFORCE_STATS
  connectGetAllDomainStats: 0xe000_00ff,
  connectGetCapabilities: 0,
  connectGetHostname: 0,
  connectGetLibVersion: 0,
  connectGetMaxVcpus: 0,
  connectGetSysinfo: 0,
  connectGetType: 0,
  connectGetURI: 0,
  connectGetVersion: 0,
  connectIsAlive: 0,
  connectIsEncrypted: 0,
  connectIsSecure: 0,
  // all filters
  connectListAllDomains: 0xffff,
  connectSupportsFeature: 0,
  // CRASH
  domainCoreDumpWithFormat: 1,
  // PAUSED, AUTODESTROY, BYPASS_CACHE, FORCE_BOOT
  domainCreateWithFlags: 15,
  // PAUSED, AUTODESTROY, VALIDATE
  domainCreateXML: 19,
  // VALIDATE
  domainDefineXMLFlags: 1,
  // GRACEFUL
  domainDestroyFlags: 1,
  domainGetAutostart: 0,
  domainGetControlInfo: 0,
  domainGetInfo: 0,
  domainGetMaxMemory: 0,
  // DEPRECATION, TAINTING
  domainGetMessages: 3,
  // LIVE, CONFIG
  domainGetMetadata: 3,
  domainGetOSType: 0,
  domainGetSecurityLabelList: 0,
  domainGetState: 0,
  // LIVE, CONFIG
  domainGetVcpuPinInfo: 3,
  domainGetVcpus: 0,
  // LIVE, CONFIG, MAXIMUM
  domainGetVcpusFlags: 7,
  // SECURE, INACTIVE, MIGRATABLE
  domainGetXMLDesc: 11,
  domainHasCurrentSnapshot: 0,
  domainHasManagedSaveImage: 0,
  domainIsActive: 0,
  domainIsPersistent: 0,
  domainIsUpdated: 0,
  // all filters
  domainListAllSnapshots: 0x7ff,
  domainLookupByID: 0,
  domainLookupByName: 0,
  domainLookupByUUID: 0,
  // BYPASS_CACHE, RUNNING, PAUSED
  domainManagedSave: 7,
  domainManagedSaveRemove: 0,
  // LIVE, CONFIG
  domainPinVcpuFlags: 3,
  // all ways: there is no guest to ask
  domainReboot: 31,
  domainRename: 0,
  domainReset: 0,
  domainRestoreParams: 0,
  domainResume: 0,
  // RUNNING, PAUSED, FORCE
  domainRevertToSnapshot: 7,
  // SECURE
  domainSaveImageGetXMLDesc: 1,
  domainSaveParams: 0,
  domainSetAutostart: 0,
  // LIVE, CONFIG, MAXIMUM
  domainSetMemoryFlags: 7,
  // LIVE, CONFIG
  domainSetMetadata: 3,
  // LIVE, CONFIG, MAXIMUM
  domainSetVcpusFlags: 7,
  domainShutdownFlags: 0,
  // REDEFINE, CURRENT, HALT, QUIESCE, ATOMIC, LIVE, VALIDATE
  domainSnapshotCreateXML: 0x3cb,
  domainSnapshotCurrent: 0,
  // CHILDREN, CHILDREN_ONLY
  domainSnapshotDelete: 5,
  domainSnapshotGetParent: 0,
  // SECURE
  domainSnapshotGetXMLDesc: 1,
  domainSnapshotHasMetadata: 0,
  domainSnapshotIsCurrent: 0,
  // all filters
  domainSnapshotListAllChildren: 0x7ff,
  domainSnapshotLookupByName: 0,
  domainSuspend: 0,
  // MANAGED_SAVE, SNAPSHOTS_METADATA
  domainUndefineFlags: 3,
  nodeGetCPUMap: 0,
  nodeGetCPUStats: 0,
  nodeGetCellsFreeMemory: 0,
  nodeGetFreeMemory: 0,
  nodeGetInfo: 0,
  nodeGetSecurityModel: 0,
} as const;

export type Member = keyof typeof memberFlags;
