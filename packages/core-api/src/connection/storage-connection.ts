import type { StoragePoolRef, StorageVolumeRef } from '../contract/references.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import type { StoragePool, StoragePoolStartOptions } from '../storage/storage-pool.ts';
import type { StorageVol } from '../storage/storage-vol.ts';
import { storageHandles } from './lazy-handles.ts';
import { NetworkConnection, type NetworkListOptions, type ValidateOptions } from './network-connection.ts';
import { flagsOf, maskOf } from './numbers.ts';
import type { CallOptions } from './session.ts';

/** Kind of a pool, by the name that its document has. */
export type StoragePoolTypeName =
  | 'dir'
  | 'fs'
  | 'netfs'
  | 'logical'
  | 'disk'
  | 'iscsi'
  | 'scsi'
  | 'mpath'
  | 'rbd'
  | 'sheepdog'
  | 'gluster'
  | 'zfs'
  | 'vstorage'
  | 'iscsi-direct';

/** Filters of the pool list; of one pair neither or both mean all. */
export interface StoragePoolListOptions extends NetworkListOptions {
  /** Only pools of these kinds. */
  readonly types?: readonly StoragePoolTypeName[];
}

const listFlags = { inactive: 1, active: 2, persistent: 4, transient: 8, autostart: 16, noAutostart: 32 };
const typeFlags: Readonly<Record<StoragePoolTypeName, number>> = {
  dir: 0x40,
  fs: 0x80,
  netfs: 0x100,
  logical: 0x200,
  disk: 0x400,
  iscsi: 0x800,
  scsi: 0x1000,
  mpath: 0x2000,
  rbd: 0x4000,
  sheepdog: 0x8000,
  gluster: 0x1_0000,
  zfs: 0x2_0000,
  vstorage: 0x4_0000,
  'iscsi-direct': 0x8_0000,
};
const startFlags = { build: 1, buildOverwrite: 2, buildNoOverwrite: 4 };

/** Storage pools and volumes of a connection. */
export class StorageConnection extends NetworkConnection {
  /** Pools, all or filtered. @libvirt virConnectListAllStoragePools virConnectListStoragePools virConnectListDefinedStoragePools virConnectNumOfStoragePools virConnectNumOfDefinedStoragePools */
  listAllStoragePools(options?: StoragePoolListOptions): Promise<readonly StoragePool[]> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, listFlags) | maskOf(options?.types, typeFlags, 'storage pool type');
      const list = await this.session.families.storage.connectListAllStoragePools(flags >>> 0, call);
      const { StoragePool } = await storageHandles();
      return list.map((ref) => new StoragePool(this.session, ref));
    });
  }

  /** `VIR_ERR_NO_STORAGE_POOL` when there is none. @libvirt virStoragePoolLookupByName */
  storagePoolLookupByName(name: string, options?: CallOptions): Promise<StoragePool> {
    return this.session.run(options, async (call) =>
      this.#pool(await this.session.families.storage.storagePoolLookupByName(name, call)),
    );
  }

  /** @libvirt virStoragePoolLookupByUUID virStoragePoolLookupByUUIDString */
  storagePoolLookupByUUID(uuid: string, options?: CallOptions): Promise<StoragePool> {
    return this.session.run(options, async (call) =>
      this.#pool(await this.session.families.storage.storagePoolLookupByUUID(uuid, call)),
    );
  }

  /** The pool whose target is this path. @libvirt virStoragePoolLookupByTargetPath */
  storagePoolLookupByTargetPath(path: string, options?: CallOptions): Promise<StoragePool> {
    return this.session.run(options, async (call) =>
      this.#pool(await this.session.families.storage.storagePoolLookupByTargetPath(path, call)),
    );
  }

  /**
   * Defines a pool, or redefines one of the same name and UUID. It does not start.
   *
   * ```ts
   * const pool = await connection.storagePoolDefineXML({ type: 'dir', name: 'images', target: { path: '/srv/images' } });
   * await pool.start({ build: true });
   * ```
   * @libvirt virStoragePoolDefineXML
   */
  storagePoolDefineXML(xml: DocumentOrObject<'storage-pool'>, options?: ValidateOptions): Promise<StoragePool> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      return this.#pool(await this.session.families.storage.storagePoolDefineXML(xml as string, flags, call));
    });
  }

  /** Starts a pool that is gone when it stops, unless it is defined, too. @libvirt virStoragePoolCreateXML */
  storagePoolCreateXML(xml: DocumentOrObject<'storage-pool'>, options?: StoragePoolStartOptions): Promise<StoragePool> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, startFlags);
      return this.#pool(await this.session.families.storage.storagePoolCreateXML(xml as string, flags, call));
    });
  }

  /** The volume of any active pool that has this key. @libvirt virStorageVolLookupByKey */
  storageVolLookupByKey(key: string, options?: CallOptions): Promise<StorageVol> {
    return this.session.run(options, async (call) =>
      this.#volume(await this.session.families.storage.storageVolLookupByKey(key, call)),
    );
  }

  /** The volume of any active pool that lies at this path. @libvirt virStorageVolLookupByPath */
  storageVolLookupByPath(path: string, options?: CallOptions): Promise<StorageVol> {
    return this.session.run(options, async (call) =>
      this.#volume(await this.session.families.storage.storageVolLookupByPath(path, call)),
    );
  }

  /** What could be the source of a pool of a kind, as a document `<sources>`. @libvirt virConnectFindStoragePoolSources */
  findStoragePoolSources(type: StoragePoolTypeName, source?: string, options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.session.families.storage.connectFindStoragePoolSources(type, source, 0, call),
    );
  }

  /** Which kinds of pools there can be, and what they take, as a document. @libvirt virConnectGetStoragePoolCapabilities */
  storagePoolCapabilities(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.session.families.storage.connectGetStoragePoolCapabilities(0, call),
    );
  }

  async #pool(ref: StoragePoolRef): Promise<StoragePool> {
    const { StoragePool } = await storageHandles();
    return new StoragePool(this.session, ref);
  }

  async #volume(ref: StorageVolumeRef): Promise<StorageVol> {
    const { StorageVol } = await storageHandles();
    return new StorageVol(this.session, ref);
  }
}
