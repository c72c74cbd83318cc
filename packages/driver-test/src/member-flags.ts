// Every member that this driver has, and the flags that it takes, as numbers: the enums would cost more time to load than
// the whole opening of a connection. The compiler compares the names with the members that exist.

/** The connection, the host's numbers, which domains there are. */
export const findingFlags = {
  connectDomainEventDeregisterAny: 0,
  connectDomainEventRegisterAny: 0,
  // states, NOWAIT, BACKING, ENFORCE_STATS
  connectGetAllDomainStats: 0xe000_00ff,
  connectGetHostname: 0,
  connectGetLibVersion: 0,
  connectGetMaxVcpus: 0,
  connectGetType: 0,
  connectGetURI: 0,
  connectGetVersion: 0,
  connectIsAlive: 0,
  connectIsEncrypted: 0,
  connectIsSecure: 0,
  // all filters
  connectListAllDomains: 0xffff,
  connectSupportsFeature: 0,
  domainIsActive: 0,
  domainIsPersistent: 0,
  domainIsUpdated: 0,
  domainLookupByID: 0,
  domainLookupByName: 0,
  domainLookupByUUID: 0,
  nodeGetCPUMap: 0,
  nodeGetCPUStats: 0,
  nodeGetCellsFreeMemory: 0,
  nodeGetFreeMemory: 0,
  nodeGetFreePages: 0,
  nodeGetInfo: 0,
  nodeGetSecurityModel: 0,
} as const;

/** What works on documents of the host and its domains. */
export const domainFlags = {
  // EXPAND_FEATURES, MIGRATABLE
  connectBaselineCPU: 3,
  connectGetCPUModelNames: 0,
  connectGetCapabilities: 0,
  connectGetDomainCapabilities: 0,
  connectGetSysinfo: 0,
  // LIVE, CONFIG
  domainAddIOThread: 3,
  // LIVE, CONFIG
  domainAttachDeviceFlags: 3,
  domainBlockStatsFlags: 0,
  // REDEFINE, QUIESCE, REDEFINE_VALIDATE
  domainCheckpointCreateXML: 7,
  // CHILDREN, METADATA_ONLY, CHILDREN_ONLY
  domainCheckpointDelete: 7,
  domainCheckpointGetParent: 0,
  // SECURE, NO_DOMAIN, SIZE
  domainCheckpointGetXMLDesc: 7,
  // all filters
  domainCheckpointListAllChildren: 15,
  domainCheckpointLookupByName: 0,
  // CRASH
  domainCoreDumpWithFormat: 1,
  // PAUSED, AUTODESTROY, BYPASS_CACHE, FORCE_BOOT
  domainCreateWithFiles: 15,
  // PAUSED, AUTODESTROY, BYPASS_CACHE, FORCE_BOOT
  domainCreateWithFlags: 15,
  // PAUSED, AUTODESTROY, VALIDATE
  domainCreateXML: 19,
  // PAUSED, AUTODESTROY, VALIDATE
  domainCreateXMLWithFiles: 19,
  // VALIDATE
  domainDefineXMLFlags: 1,
  // LIVE, CONFIG
  domainDelIOThread: 3,
  // GRACEFUL
  domainDestroyFlags: 1,
  // LIVE, CONFIG
  domainDetachDeviceAlias: 3,
  // LIVE, CONFIG
  domainDetachDeviceFlags: 3,
  domainFSFreeze: 0,
  domainFSThaw: 0,
  domainFSTrim: 0,
  domainGetAutostart: 0,
  // LIVE, CONFIG
  domainGetBlkioParameters: 3,
  domainGetBlockInfo: 0,
  // LIVE, CONFIG
  domainGetBlockIoTune: 3,
  domainGetCPUStats: 0,
  domainGetControlInfo: 0,
  domainGetDiskErrors: 0,
  // LIVE, CONFIG
  domainGetEmulatorPinInfo: 3,
  domainGetFSInfo: 0,
  domainGetHostname: 0,
  // LIVE, CONFIG
  domainGetIOThreadInfo: 3,
  domainGetInfo: 0,
  // LIVE, CONFIG
  domainGetInterfaceParameters: 3,
  domainGetLaunchSecurityInfo: 0,
  domainGetMaxMemory: 0,
  // LIVE, CONFIG
  domainGetMemoryParameters: 3,
  // DEPRECATION, TAINTING
  domainGetMessages: 3,
  // LIVE, CONFIG
  domainGetMetadata: 3,
  // LIVE, CONFIG
  domainGetNumaParameters: 3,
  domainGetOSType: 0,
  // LIVE, CONFIG
  domainGetPerfEvents: 3,
  // LIVE, CONFIG
  domainGetSchedulerParametersFlags: 3,
  domainGetSchedulerType: 0,
  domainGetSecurityLabelList: 0,
  domainGetState: 0,
  domainGetTime: 0,
  // LIVE, CONFIG
  domainGetVcpuPinInfo: 3,
  domainGetVcpus: 0,
  // LIVE, CONFIG, MAXIMUM
  domainGetVcpusFlags: 7,
  // SECURE, INACTIVE, MIGRATABLE
  domainGetXMLDesc: 11,
  domainHasCurrentSnapshot: 0,
  domainHasManagedSaveImage: 0,
  domainInjectNMI: 0,
  domainInterfaceAddresses: 0,
  domainInterfaceStats: 0,
  // all filters
  domainListAllCheckpoints: 15,
  // all filters
  domainListAllSnapshots: 0x7ff,
  // BYPASS_CACHE, RUNNING, PAUSED
  domainManagedSave: 7,
  domainManagedSaveRemove: 0,
  // VIRTUAL, PHYSICAL
  domainMemoryPeek: 3,
  domainMemoryStats: 0,
  // LIVE, CONFIG
  domainPinEmulator: 3,
  // LIVE, CONFIG
  domainPinIOThread: 3,
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
  // RUNNING, PAUSED
  domainSaveImageDefineXML: 6,
  // SECURE
  domainSaveImageGetXMLDesc: 1,
  domainSaveParams: 0,
  domainScreenshot: 0,
  domainSendKey: 0,
  domainSendProcessSignal: 0,
  domainSetAutostart: 0,
  // LIVE, CONFIG
  domainSetBlkioParameters: 3,
  // LIVE, CONFIG
  domainSetBlockIoTune: 3,
  // LIVE
  domainSetIOThreadParams: 1,
  // LIVE, CONFIG
  domainSetInterfaceParameters: 3,
  // LIVE, CONFIG
  domainSetLifecycleAction: 3,
  // LIVE, CONFIG, MAXIMUM
  domainSetMemoryFlags: 7,
  // LIVE, CONFIG
  domainSetMemoryParameters: 3,
  // LIVE, CONFIG
  domainSetMemoryStatsPeriod: 3,
  // LIVE, CONFIG
  domainSetMetadata: 3,
  // LIVE, CONFIG
  domainSetNumaParameters: 3,
  // LIVE, CONFIG
  domainSetPerfEvents: 3,
  // LIVE, CONFIG
  domainSetSchedulerParametersFlags: 3,
  // SYNC
  domainSetTime: 1,
  // ENCRYPTED
  domainSetUserPassword: 1,
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
  // LIVE, CONFIG
  domainUpdateDeviceFlags: 3,
} as const;

/** Virtual networks. */
export const networkFlags = {
  // all filters
  connectListAllNetworks: 0x3f,
  connectNetworkEventDeregisterAny: 0,
  connectNetworkEventRegisterAny: 0,
  networkCreate: 0,
  // VALIDATE
  networkCreateXMLFlags: 1,
  // VALIDATE
  networkDefineXMLFlags: 1,
  networkDestroy: 0,
  networkGetAutostart: 0,
  networkGetBridgeName: 0,
  // LIVE, CONFIG
  networkGetMetadata: 3,
  // INACTIVE
  networkGetXMLDesc: 1,
  networkIsActive: 0,
  networkIsPersistent: 0,
  networkLookupByName: 0,
  networkLookupByUUID: 0,
  networkSetAutostart: 0,
  // LIVE, CONFIG
  networkSetMetadata: 3,
  networkUndefine: 0,
  // LIVE, CONFIG
  networkUpdate: 3,
} as const;

/** Storage pools. */
export const storagePoolFlags = {
  connectFindStoragePoolSources: 0,
  // all filters
  connectListAllStoragePools: 0xf_ffff,
  connectStoragePoolEventDeregisterAny: 0,
  connectStoragePoolEventRegisterAny: 0,
  storagePoolBuild: 0,
  storagePoolCreate: 0,
  storagePoolCreateXML: 0,
  // VALIDATE
  storagePoolDefineXML: 1,
  storagePoolDelete: 0,
  storagePoolDestroy: 0,
  storagePoolGetAutostart: 0,
  storagePoolGetInfo: 0,
  storagePoolGetXMLDesc: 0,
  storagePoolIsActive: 0,
  storagePoolIsPersistent: 0,
  storagePoolListAllVolumes: 0,
  storagePoolLookupByName: 0,
  storagePoolLookupByUUID: 0,
  storagePoolLookupByVolume: 0,
  storagePoolRefresh: 0,
  storagePoolSetAutostart: 0,
  storagePoolUndefine: 0,
} as const;

/** Storage volumes. */
export const storageVolumeFlags = {
  storageVolCreateXML: 0,
  storageVolCreateXMLFrom: 0,
  storageVolDelete: 0,
  storageVolGetInfoFlags: 0,
  storageVolGetPath: 0,
  storageVolGetXMLDesc: 0,
  storageVolLookupByKey: 0,
  storageVolLookupByName: 0,
  storageVolLookupByPath: 0,
} as const;

/** Network interfaces of the host. */
export const interfaceFlags = {
  // all filters
  connectListAllInterfaces: 3,
  interfaceChangeBegin: 0,
  interfaceChangeCommit: 0,
  interfaceChangeRollback: 0,
  interfaceCreate: 0,
  // VALIDATE
  interfaceDefineXML: 1,
  interfaceDestroy: 0,
  interfaceGetXMLDesc: 0,
  interfaceIsActive: 0,
  interfaceLookupByMACString: 0,
  interfaceLookupByName: 0,
  interfaceUndefine: 0,
} as const;

/** Devices of the host. */
export const nodeDeviceFlags = {
  // all filters
  connectListAllNodeDevices: 0xf03f_ffff,
  connectNodeDeviceEventDeregisterAny: 0,
  connectNodeDeviceEventRegisterAny: 0,
  nodeDeviceCreateXML: 0,
  nodeDeviceDestroy: 0,
  nodeDeviceGetParent: 0,
  nodeDeviceGetXMLDesc: 0,
  nodeDeviceIsActive: 0,
  nodeDeviceIsPersistent: 0,
  nodeDeviceListCaps: 0,
  nodeDeviceLookupByName: 0,
} as const;

/** All of them, as the guard asks for them. */
export const memberFlags: Readonly<Record<string, number>> = {
  ...findingFlags,
  ...domainFlags,
  ...networkFlags,
  ...storagePoolFlags,
  ...storageVolumeFlags,
  ...interfaceFlags,
  ...nodeDeviceFlags,
};

export type FindingMember = keyof typeof findingFlags;
export type DomainMember = keyof typeof domainFlags;
export type NetworkMember = keyof typeof networkFlags;
export type StoragePoolMember = keyof typeof storagePoolFlags;
export type StorageVolumeMember = keyof typeof storageVolumeFlags;
export type InterfaceMember = keyof typeof interfaceFlags;
export type NodeDeviceMember = keyof typeof nodeDeviceFlags;
