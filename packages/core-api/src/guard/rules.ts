// Rules of single functions that their types do not say: flags that exclude or need each other, arguments that must not be
// zero or empty. Numbers are those of libvirt's enums.

/** Pairs of flags, with their names for the message. */
export type FlagPair = readonly [number, string, number, string];

const live: FlagPair = [1, 'VIR_DOMAIN_AFFECT_LIVE', 2, 'VIR_DOMAIN_AFFECT_CONFIG'];
const saved: FlagPair = [2, 'VIR_DOMAIN_SAVE_RUNNING', 4, 'VIR_DOMAIN_SAVE_PAUSED'];
const snapshotChildren: FlagPair = [
  1,
  'VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN',
  4,
  'VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY',
];
const checkpointChildren: FlagPair = [
  1,
  'VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN',
  4,
  'VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY',
];

/** Flags that must not be given together. */
export const exclusiveFlags: Readonly<Record<string, readonly FlagPair[]>> = {
  domainGetMemoryParameters: [live],
  domainGetBlkioParameters: [live],
  domainGetNumaParameters: [live],
  domainGetInterfaceParameters: [live],
  domainGetBlockIoTune: [live],
  domainGetSchedulerParametersFlags: [live],
  domainGetVcpuPinInfo: [live],
  domainGetEmulatorPinInfo: [live],
  domainGetIOThreadInfo: [live],
  domainGetVcpusFlags: [live],
  domainGetMetadata: [live],
  domainGetPerfEvents: [live],
  domainSetVcpusFlags: [[8, 'VIR_DOMAIN_VCPU_GUEST', 2, 'VIR_DOMAIN_AFFECT_CONFIG']],
  domainSaveParams: [saved],
  domainRestoreParams: [saved],
  domainManagedSave: [saved],
  domainSaveImageDefineXML: [saved],
  domainManagedSaveDefineXML: [saved],
  domainCoreDumpWithFormat: [
    [1, 'VIR_DUMP_CRASH', 2, 'VIR_DUMP_LIVE'],
    [1, 'VIR_DUMP_CRASH', 8, 'VIR_DUMP_RESET'],
    [2, 'VIR_DUMP_LIVE', 8, 'VIR_DUMP_RESET'],
  ],
  domainSnapshotCreateXML: [
    [1, 'VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE', 4, 'VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA'],
  ],
  domainSnapshotDelete: [snapshotChildren],
  domainRevertToSnapshot: [[1, 'VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING', 2, 'VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED']],
  domainCheckpointCreateXML: [
    [1, 'VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE', 2, 'VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE'],
  ],
  domainCheckpointDelete: [checkpointChildren],
  domainBlockRebase: [[8, 'VIR_DOMAIN_BLOCK_REBASE_COPY', 16, 'VIR_DOMAIN_BLOCK_REBASE_RELATIVE']],
};

/** The first flag needs the second. */
export const requiredFlags: Readonly<Record<string, readonly FlagPair[]>> = {
  domainSnapshotCreateXML: [
    [2, 'VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT', 1, 'VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE'],
    [64, 'VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE', 16, 'VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY'],
  ],
  domainBlockRebase: [
    [1, 'VIR_DOMAIN_BLOCK_REBASE_SHALLOW', 8, 'VIR_DOMAIN_BLOCK_REBASE_COPY'],
    [2, 'VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT', 8, 'VIR_DOMAIN_BLOCK_REBASE_COPY'],
    [4, 'VIR_DOMAIN_BLOCK_REBASE_COPY_RAW', 8, 'VIR_DOMAIN_BLOCK_REBASE_COPY'],
    [32, 'VIR_DOMAIN_BLOCK_REBASE_COPY_DEV', 8, 'VIR_DOMAIN_BLOCK_REBASE_COPY'],
  ],
};

/** Arguments that must not be zero: index and libvirt's name. */
export const nonZero: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  domainSetMemoryFlags: [[1, 'memory']],
  domainSetVcpusFlags: [[1, 'nvcpus']],
  nodeAllocPages: [[3, 'cellCount']],
  nodeGetFreePages: [[2, 'cellCount']],
};

/** Arguments in which -1 means all, and which are else not negative. */
export const orAll: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  nodeGetCPUStats: [[0, 'cpuNum']],
  nodeGetMemoryStats: [[0, 'cellNum']],
};

/** Text arguments that must not be empty. */
export const nonEmpty: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  interfaceLookupByMACString: [[0, 'mac']],
  connectGetCPUModelNames: [[0, 'arch']],
  domainRename: [[1, 'new_name']],
};
