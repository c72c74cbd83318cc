/** Kinds of storage pools, in libvirt's order. */
export type StoragePoolType =
  | 'dir' | 'fs' | 'netfs' | 'logical' | 'disk' | 'iscsi' | 'iscsi-direct' | 'scsi' | 'mpath' | 'rbd' | 'sheepdog'
  | 'gluster' | 'zfs' | 'vstorage';

export const storagePoolTypes: readonly StoragePoolType[] = [
  'dir', 'fs', 'netfs', 'logical', 'disk', 'iscsi', 'iscsi-direct', 'scsi', 'mpath', 'rbd', 'sheepdog',
  'gluster', 'zfs', 'vstorage',
];

/** A part of `<source>` that a kind of pool may have. */
export type SourcePart = 'host' | 'device' | 'dir' | 'adapter' | 'name' | 'initiator' | 'protocol';

/** Formats that a pool or its volumes may have. */
export interface StorageFormats {
  /** What a document means that says nothing. */
  readonly fallback: string;
  readonly known: readonly string[];
  /** Known, but not among those that capabilities list. */
  readonly unlisted?: boolean;
}

/** What distinguishes one kind of pool from another. */
export interface PoolTraits {
  /** What `<source>` may hold. All else is dropped from a definition. */
  readonly source: readonly SourcePart[];
  /** The volumes are reached over the network: no `<target>`. */
  readonly network?: true;
  /** Where the volumes appear, when that is not for the document to say; `%s` stands for the source name. */
  readonly targetPath?: string;
  /** Formats of what the pool lies on. */
  readonly sourceFormats?: StorageFormats;
  readonly volumeFormats?: StorageFormats;
  /** May have `<fs:mount_opts>`. */
  readonly mountOptions?: true;
  /** May have `<rbd:config_opts>`. */
  readonly configOptions?: true;
}

/** Formats of image files, in libvirt's order. */
export const imageFormats = [
  'none', 'raw', 'dir', 'bochs', 'cloop', 'dmg', 'iso', 'vpc', 'vdi', 'fat', 'vhd', 'ploop', 'cow', 'qcow', 'qcow2', 'qed',
  'vmdk',
] as const;

const images: StorageFormats = { fallback: 'raw', known: imageFormats };

const fileSystems: StorageFormats = {
  fallback: 'auto',
  known: ['auto', 'ext2', 'ext3', 'ext4', 'ufs', 'iso9660', 'udf', 'gfs', 'gfs2', 'vfat', 'hfs+', 'xfs', 'ocfs2', 'vmfs'],
};

/** What each kind of pool is like (`virStoragePoolTypeInfo`). */
export const poolTraits: Readonly<Record<StoragePoolType, PoolTraits>> = {
  dir: { source: [], volumeFormats: images },
  fs: { source: ['device'], sourceFormats: fileSystems, volumeFormats: images, mountOptions: true },
  netfs: {
    source: ['host', 'dir', 'protocol'],
    sourceFormats: { fallback: 'auto', known: ['auto', 'nfs', 'glusterfs', 'cifs'] },
    volumeFormats: images,
    mountOptions: true,
  },
  logical: {
    source: ['name', 'device'],
    targetPath: '/dev/%s',
    sourceFormats: { fallback: 'lvm2', known: ['unknown', 'lvm2'] },
  },
  disk: {
    source: ['device'],
    sourceFormats: {
      fallback: 'unknown',
      known: ['unknown', 'dos', 'dvh', 'gpt', 'mac', 'bsd', 'pc98', 'sun', 'lvm2'],
    },
    volumeFormats: {
      fallback: 'none',
      known: ['none', 'linux', 'fat16', 'fat32', 'linux-swap', 'linux-lvm', 'linux-raid', 'extended'],
    },
  },
  iscsi: { source: ['host', 'device', 'initiator'] },
  'iscsi-direct': { source: ['host', 'device', 'initiator'], network: true },
  scsi: { source: ['adapter'] },
  mpath: { source: [] },
  rbd: { source: ['host', 'name'], network: true, volumeFormats: { ...images, unlisted: true }, configOptions: true },
  sheepdog: { source: ['host', 'name'], network: true },
  gluster: { source: ['host', 'dir', 'name'], network: true, volumeFormats: images },
  zfs: { source: ['name', 'device'], targetPath: '/dev/zvol/%s' },
  vstorage: { source: ['name'], volumeFormats: images },
};
