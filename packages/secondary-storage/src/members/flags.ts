/** Flags that each member takes; what is not named here takes none. */
export const supportedFlags: Readonly<Record<string, number>> = {
  /** All filters. */
  connectListAllStoragePools: 0xf_ffff,
  /** VALIDATE */
  storagePoolDefineXML: 1,
  /** WITH_BUILD, WITH_BUILD_OVERWRITE, WITH_BUILD_NO_OVERWRITE */
  storagePoolCreateXML: 1 | 2 | 4,
  storagePoolCreate: 1 | 2 | 4,
  /** NO_OVERWRITE, OVERWRITE */
  storagePoolBuild: 4 | 8,
  /** INACTIVE */
  storagePoolGetXMLDesc: 1,
  /** PREALLOC_METADATA, VALIDATE */
  storageVolCreateXML: 1 | 4,
  /** PREALLOC_METADATA, REFLINK, VALIDATE */
  storageVolCreateXMLFrom: 1 | 2 | 4,
  /** ZEROED, WITH_SNAPSHOTS */
  storageVolDelete: 1 | 2,
  /** GET_PHYSICAL */
  storageVolGetInfoFlags: 1,
  /** ALLOCATE, DELTA, SHRINK */
  storageVolResize: 1 | 2 | 4,
  /** SPARSE_STREAM */
  storageVolUpload: 1,
  storageVolDownload: 1,
};
