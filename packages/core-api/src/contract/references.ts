// Plain references: what names an object across calls, connections and the wire.

/** `virDomainPtr`: id is -1 while the domain is not running. */
export interface DomainRef {
  readonly name: string;
  /** Lower case, with dashes. */
  readonly uuid: string;
  readonly id: number;
}

/** `virNetworkPtr` */
export interface NetworkRef {
  readonly name: string;
  readonly uuid: string;
}

/** `virNetworkPortPtr` */
export interface NetworkPortRef {
  readonly uuid: string;
  readonly network: NetworkRef;
}

/** `virStoragePoolPtr` */
export interface StoragePoolRef {
  readonly name: string;
  readonly uuid: string;
}

/** `virStorageVolPtr`: `pool` is the pool's name, `key` identifies the volume on all hosts. */
export interface StorageVolumeRef {
  readonly pool: string;
  readonly name: string;
  readonly key: string;
}

/** `virInterfacePtr` */
export interface InterfaceRef {
  readonly name: string;
  readonly mac: string;
}

/** `virNodeDevicePtr` */
export interface NodeDeviceRef {
  readonly name: string;
  readonly parent?: string;
}

/** `virSecretPtr`: `usageType` is a `virSecretUsageType`. */
export interface SecretRef {
  readonly uuid: string;
  readonly usageType: number;
  readonly usageId: string;
}

/** `virNWFilterPtr` */
export interface NWFilterRef {
  readonly name: string;
  readonly uuid: string;
}

/** `virNWFilterBindingPtr` */
export interface NWFilterBindingRef {
  readonly portDevice: string;
  readonly filterName: string;
}

/** `virDomainSnapshotPtr` */
export interface DomainSnapshotRef {
  readonly name: string;
  readonly domain: DomainRef;
}

/** `virDomainCheckpointPtr` */
export interface DomainCheckpointRef {
  readonly name: string;
  readonly domain: DomainRef;
}
