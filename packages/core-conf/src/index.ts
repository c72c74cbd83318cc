export type * from './model.ts';
export { completeDomain, type CompletionOptions } from './domain/complete/complete.ts';
export type { CompletionContext, DomainDriver } from './domain/complete/context.ts';
export { eachDevice, type Device } from './domain/complete/devices.ts';
export { sourcePath } from './domain/devices/disk-source.ts';
export { cloneDomain } from './domain/clone.ts';
export { formatDomain, type FormatOptions } from './domain/format.ts';
export { parseDomain, readDomain, type ParseOptions } from './domain/parse.ts';
export { validateDomain } from './domain/validate/validate.ts';
export { namespaceOf } from './domain/metadata.ts';
export { inNamespace, outOfNamespace } from './domain/metadata-element.ts';
export { completeArch, type GuestCapabilities, type GuestCapability } from './capabilities/guests.ts';
export { completeStoragePool } from './storage/complete-pool.ts';
export { completeStorageVol, type StorageVolCompletionOptions } from './storage/complete-volume.ts';
export { formatStoragePool } from './storage/format-pool.ts';
export { formatStorageVol } from './storage/format-volume.ts';
export { parseStoragePool, readStoragePool, type StoragePoolParseOptions } from './storage/parse-pool.ts';
export { parseStorageVol, readStorageVol, type StorageVolParseOptions } from './storage/parse-volume.ts';
export {
  formatStoragePoolCapabilities,
  readStoragePoolCapabilities,
  storagePoolCapabilities,
} from './storage/pool-capabilities.ts';
export {
  formatStoragePoolSource,
  formatStoragePoolSources,
  readStoragePoolSource,
  readStoragePoolSources,
} from './storage/pool-sources.ts';
export { formatStorageEncryption, readStorageEncryption } from './storage/encryption-document.ts';
export { storagePoolTypes } from './storage/pool-types.ts';
export { validateStoragePool } from './storage/validate-pool.ts';
export {
  formatNWFilter,
  formatNWFilterBinding,
  parseNWFilter,
  parseNWFilterBinding,
  readNWFilter,
  type NWFilterParseOptions,
} from './nwfilter/document.ts';
export { filterNumber, type FilterNumber } from './nwfilter/numbers.ts';
export { formatFilterVariable, parseFilterVariable } from './nwfilter/variable.ts';
export { completeBridgeMac, completeNetwork, forwardMode, hasOwnBridge } from './network/complete.ts';
export { formatNetwork, type NetworkFormatOptions } from './network/format.ts';
export { parseNetwork, readNetwork, type NetworkParseOptions } from './network/parse.ts';
export {
  networkUpdateCommands,
  networkUpdateSections,
  updateNetwork,
  type NetworkUpdate,
  type NetworkUpdateSection,
} from './network/update/update.ts';
export { formatNetworkEntry, readNetworkEntry, type NetworkEntrySection, type NetworkUpdateEntries } from './network/update/entries.ts';
export type { NetworkUpdateCommand } from './network/update/change.ts';
export { formatNetworkPort, parseNetworkPort } from './network/port-document.ts';
export { validateNetwork } from './network/validate.ts';
export { completeMoment } from './moment/moment.ts';
export { alignSnapshotDisks, type AlignSnapshotOptions } from './domain-snapshot/align.ts';
export { formatDomainSnapshot, type DomainSnapshotFormatOptions } from './domain-snapshot/format.ts';
export { parseDomainSnapshot, readDomainSnapshot, type DomainSnapshotParseOptions } from './domain-snapshot/parse.ts';
export { isExternalSnapshot, prepareSnapshotRedefinition, type RedefineSnapshotOptions } from './domain-snapshot/redefine.ts';
export { alignCheckpointDisks } from './domain-checkpoint/align.ts';
export { formatDomainCheckpoint, type DomainCheckpointFormatOptions } from './domain-checkpoint/format.ts';
export { parseDomainCheckpoint, type DomainCheckpointParseOptions } from './domain-checkpoint/parse.ts';
export { prepareCheckpointRedefinition } from './domain-checkpoint/redefine.ts';
export { abiDifferences, checkAbiStability, type AbiCheckOptions } from './domain/abi/check.ts';
export { alignBackupDisks } from './domain-backup/align.ts';
export { formatDomainBackup, type DomainBackupFormatOptions } from './domain-backup/format.ts';
export { parseDomainBackup, type DomainBackupParseOptions } from './domain-backup/parse.ts';
export { formatNodeDevice } from './node-device/format.ts';
export { parseNodeDevice, readNodeDevice, type NodeDeviceParseOptions } from './node-device/parse.ts';
export { formatHostInterface } from './interface/format.ts';
export { parseHostInterface, readHostInterface } from './interface/parse.ts';
export { formatSecret } from './secret/format.ts';
export { parseSecret, readSecret, type SecretParseOptions } from './secret/parse.ts';
export { parseArmCpuinfo, parsePpcCpuinfo, parseS390Sysinfo } from './sysinfo/cpuinfo.ts';
export { changedOemStrings, parseDmidecode } from './sysinfo/dmidecode.ts';
export { formatSysinfo, readSysinfo } from './sysinfo/sysinfo.ts';
export { describeCapabilitiesHost, formatHostCapabilities, type HostCapabilities, type HostCpuTopology } from './capabilities/host.ts';
export { formatCpu, parseCpu, readCpu, type CpuParseOptions } from './cpu/document.ts';
export { formatCapabilities, readCapabilities } from './host-capabilities/document.ts';
export {
  formatDomainStatus,
  parseDomainStatus,
  readDomainStatus,
  type DomainStatusParseOptions,
  type StatusDriver,
} from './domain-status/document.ts';
export { domainStateNumbers, domainStates } from './domain-status/state.ts';
export { domainTaints } from './domain-status/status.ts';
export { bhyveDomainCapabilities, type BhyveAbilities } from './domain-capabilities/bhyve.ts';
export { formatDomainCapabilities, readDomainCapabilities } from './domain-capabilities/document.ts';
export { emptyDomainCapabilities, type GuestKind } from './domain-capabilities/empty.ts';
export { xenDomainCapabilities } from './domain-capabilities/xen.ts';
export type { Change } from './diff/change.ts';
export { diff } from './diff/diff.ts';
export { documentFormats, jsonSchema, type DocumentFormat, type DocumentTypes } from './document/formats.ts';
export { checkDefinition, fromJSON, toJSON, type Definition, type Json } from './document/json.ts';
export { fromXML, toXML } from './document/xml.ts';
export type { JsonSchema } from './table/json-schema.ts';
