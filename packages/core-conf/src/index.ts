export type * from './model.ts';
export { completeDomain, type CompletionOptions } from './domain/complete/complete.ts';
export type { CompletionContext, DomainDriver } from './domain/complete/context.ts';
export { eachDevice, type Device } from './domain/complete/devices.ts';
export { cloneDomain } from './domain/clone.ts';
export { formatDomain, type FormatOptions } from './domain/format.ts';
export { parseDomain, readDomain, type ParseOptions } from './domain/parse.ts';
export { validateDomain } from './domain/validate/validate.ts';
export { namespaceOf } from './domain/metadata.ts';
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
export { formatStoragePoolSources, readStoragePoolSource, readStoragePoolSources } from './storage/pool-sources.ts';
export { storagePoolTypes } from './storage/pool-types.ts';
export { validateStoragePool } from './storage/validate-pool.ts';
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
export type { NetworkUpdateCommand } from './network/update/change.ts';
export { formatNetworkPort, parseNetworkPort } from './network/port-document.ts';
export { validateNetwork } from './network/validate.ts';
