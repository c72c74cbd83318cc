export { decodeFileName, encodeFileName } from './file-name.ts';
export { acquireFolderLock, type FolderLock, type FolderLockOptions } from './folder-lock.ts';
export { FolderLocks } from './folder-locks.ts';
export type { DamagedState, LoadedState } from './load.ts';
export type { LockOwner } from './lock-owner.ts';
export { StateStore, type StateStoreOptions } from './state-store.ts';
