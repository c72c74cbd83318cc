export type * from '../model.ts';
export { completeStoragePool } from './complete-pool.ts';
export { completeStorageVol, type StorageVolCompletionOptions } from './complete-volume.ts';
export { formatStoragePool } from './format-pool.ts';
export { formatStorageVol } from './format-volume.ts';
export { parseStoragePool, readStoragePool, type StoragePoolParseOptions } from './parse-pool.ts';
export { parseStorageVol, readStorageVol, type StorageVolParseOptions } from './parse-volume.ts';
export {
  formatStoragePoolCapabilities,
  readStoragePoolCapabilities,
  storagePoolCapabilities,
} from './pool-capabilities.ts';
export {
  formatStoragePoolSource,
  formatStoragePoolSources,
  readStoragePoolSource,
  readStoragePoolSources,
} from './pool-sources.ts';
export { formatStorageEncryption, readStorageEncryption } from './encryption-document.ts';
export { storagePoolTypes } from './pool-types.ts';
export { validateStoragePool } from './validate-pool.ts';
