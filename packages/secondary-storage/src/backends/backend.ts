import type { StoragePool, StoragePoolSource, StoragePoolSources, StoragePoolType, StorageVol } from '@virtweave/core-conf/storage';
import type { PoolContent } from '../engine/pool.ts';
import type { Machine } from '../machine.ts';

/** `virStoragePoolBuildFlags` */
export interface BuildOptions {
  readonly overwrite: boolean;
  readonly noOverwrite: boolean;
}

/** How the content of a new volume is made. */
export interface VolumeBuildOptions {
  readonly preallocMetadata: boolean;
  readonly reflink: boolean;
  /** The volume that it is a copy of. */
  readonly from?: StorageVol;
}

/** What one kind of pool can do. What is absent answers `VIR_ERR_NO_SUPPORT`. */
export interface Backend {
  /** Is it there, as far as the machine knows? Asked about pools that an earlier process left active. Default: yes. */
  isActive?(pool: StoragePool, machine: Machine): Promise<boolean>;
  start?(pool: StoragePool, machine: Machine): Promise<void>;
  stop?(pool: StoragePool, machine: Machine): Promise<void>;
  /** Makes what the pool lies on: a folder, a file system, a partition table. */
  build?(pool: StoragePool, options: BuildOptions, machine: Machine): Promise<void>;
  /** Takes away what `build` made. */
  delete?(pool: StoragePool, machine: Machine): Promise<void>;
  /** Looks at an active pool: its sizes and its volumes. */
  look(pool: StoragePool, machine: Machine): Promise<PoolContent>;
  /** What pools could be made of. */
  findSources?(question: StoragePoolSource | undefined, machine: Machine): Promise<StoragePoolSources>;
  readonly volumes?: VolumeBackend;
}

/** What one kind of pool can do with its volumes. */
export interface VolumeBackend {
  /**
   * Gives a new volume its place: what must not happen twice at a time. The answer has type, key and path. The content comes
   * with `build`.
   */
  create?(pool: StoragePool, volume: StorageVol, machine: Machine): Promise<StorageVol>;
  /** Makes the content, which may take long. Leaves nothing behind when it fails. */
  build?(pool: StoragePool, volume: StorageVol, options: VolumeBuildOptions, machine: Machine): Promise<void>;
  /** May it be made from another volume? */
  readonly copies?: boolean;
  /** The volume as it is now. */
  describe?(pool: StoragePool, volume: StorageVol, machine: Machine): Promise<StorageVol>;
  delete?(pool: StoragePool, volume: StorageVol, options: DeleteOptions, machine: Machine): Promise<void>;
  resize?(pool: StoragePool, volume: StorageVol, capacity: bigint, options: ResizeOptions, machine: Machine): Promise<void>;
  /** `algorithm` is a `virStorageVolWipeAlgorithm`. */
  wipe?(pool: StoragePool, volume: StorageVol, algorithm: number, machine: Machine): Promise<void>;
  /** Its bytes are those at its path: they can be read and written. */
  readonly readable?: boolean;
}

export interface DeleteOptions {
  readonly zeroed: boolean;
  readonly withSnapshots: boolean;
}

export interface ResizeOptions {
  readonly allocate: boolean;
  readonly shrink: boolean;
}

/** Loads what a kind of pool needs. */
export const backends: Readonly<Record<StoragePoolType, () => Promise<Backend>>> = {
  dir: async () => (await import('./directory.ts')).directory,
  fs: async () => (await import('./file-system.ts')).fileSystem,
  netfs: async () => (await import('./network-file-system.ts')).networkFileSystem,
  logical: async () => (await import('./logical.ts')).logical,
  disk: async () => (await import('./disk.ts')).disk,
  iscsi: async () => (await import('./iscsi.ts')).iscsi,
  'iscsi-direct': async () => (await import('./iscsi-direct.ts')).iscsiDirect,
  scsi: async () => (await import('./scsi.ts')).scsi,
  mpath: async () => (await import('./multipath.ts')).multipath,
  rbd: async () => (await import('./rbd.ts')).rbd,
  sheepdog: async () => (await import('./sheepdog.ts')).sheepdog,
  gluster: async () => (await import('./gluster.ts')).gluster,
  zfs: async () => (await import('./zfs.ts')).zfs,
  vstorage: async () => (await import('./vstorage.ts')).vstorage,
};
