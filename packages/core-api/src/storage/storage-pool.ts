import type { StoragePool as StoragePoolDefinition } from '@virtweave/core-conf';
import type { EventStream } from '../connection/event-queue.ts';
import { openEvents, type ConnectionEvent, type EventOptions } from '../connection/events.ts';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf, sizeOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { StoragePoolRef } from '../contract/references.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import { StorageVol } from './storage-vol.ts';

/** How a pool's target is made. */
export interface StoragePoolBuildOptions extends FlagOptions {
  readonly repair?: boolean;
  readonly resize?: boolean;
  /** Fail rather than overwrite what is there. */
  readonly noOverwrite?: boolean;
  readonly overwrite?: boolean;
}

/** How a pool starts. */
export interface StoragePoolStartOptions extends FlagOptions {
  /** Build it first. */
  readonly build?: boolean;
  readonly buildOverwrite?: boolean;
  readonly buildNoOverwrite?: boolean;
}

/** `virStoragePoolState` in words. */
export type StoragePoolStateName = 'inactive' | 'building' | 'running' | 'degraded' | 'inaccessible';

/** `virStoragePoolInfo`; sizes in bytes. */
export interface StoragePoolInformation {
  readonly state: StoragePoolStateName;
  readonly capacity: number;
  readonly allocation: number;
  readonly available: number;
}

export interface StorageVolCreateOptions extends FlagOptions {
  /** Reserve the space for what describes the data, so that writing later is faster. */
  readonly preallocMetadata?: boolean;
  /** Share the blocks with the volume that is copied, where the file system can. */
  readonly reflink?: boolean;
  readonly validate?: boolean;
}

const startFlags = { build: 1, buildOverwrite: 2, buildNoOverwrite: 4 };
const buildFlags = { repair: 1, resize: 2, noOverwrite: 4, overwrite: 8 };
const volumeCreateFlags = { preallocMetadata: 1, reflink: 2, validate: 4 };
const stateNames: readonly StoragePoolStateName[] = ['inactive', 'building', 'running', 'degraded', 'inaccessible'];

/**
 * A storage pool: where volumes are kept. Comes from a connection: `listAllStoragePools`, `storagePoolLookupByName`,
 * `storagePoolDefineXML`, `storagePoolCreateXML`. It holds nothing open and need not be closed.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`; `VIR_ERR_NO_STORAGE_POOL` when the pool is gone.
 *
 * ```ts
 * const pool = await connection.storagePoolLookupByName('default');
 * for (const volume of await pool.listAllVolumes()) console.log(volume.name, (await volume.info()).capacity);
 * ```
 */
export class StoragePool extends Handle<StoragePoolRef> {
  /** @libvirt virStoragePoolGetName */
  get name(): string {
    return this.ref.name;
  }

  /** UUID, lower case with dashes. @libvirt virStoragePoolGetUUID virStoragePoolGetUUIDString */
  get uuid(): string {
    return this.ref.uuid;
  }

  /** Makes the pool's target: a folder, a file system, a volume group. @libvirt virStoragePoolBuild */
  build(options?: StoragePoolBuildOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.#driver.storagePoolBuild(this.ref, flagsOf(options, buildFlags), call),
    );
  }

  /** Starts a defined pool. `VIR_ERR_OPERATION_INVALID` when it is active. @libvirt virStoragePoolCreate */
  start(options?: StoragePoolStartOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.#driver.storagePoolCreate(this.ref, flagsOf(options, startFlags), call),
    );
  }

  /** Stops it; volumes stay where they are. @libvirt virStoragePoolDestroy */
  destroy(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.storagePoolDestroy(this.ref, call));
  }

  /** Removes what `build()` made, with everything in it; the pool must be stopped. @libvirt virStoragePoolDelete */
  delete(options?: FlagOptions & { readonly zeroed?: boolean }): Promise<void> {
    return this.session.run(options, (call) =>
      this.#driver.storagePoolDelete(this.ref, flagsOf(options, { zeroed: 1 }), call),
    );
  }

  /** Removes the definition; the pool must be stopped. @libvirt virStoragePoolUndefine */
  undefine(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.storagePoolUndefine(this.ref, call));
  }

  /** Looks again which volumes there are. @libvirt virStoragePoolRefresh */
  refresh(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.storagePoolRefresh(this.ref, flagsOf(options, {}), call));
  }

  /** State and sizes. @libvirt virStoragePoolGetInfo */
  info(options?: CallOptions): Promise<StoragePoolInformation> {
    return this.session.run(options, async (call) => {
      const info = await this.#driver.storagePoolGetInfo(this.ref, call);
      return {
        state: stateNames[info.state] ?? 'inaccessible',
        capacity: sizeOf(info.capacity, `the capacity of ${this.name}`),
        allocation: sizeOf(info.allocation, `the allocation of ${this.name}`),
        available: sizeOf(info.available, `the free space of ${this.name}`),
      };
    });
  }

  /** @libvirt virStoragePoolIsActive */
  isActive(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.storagePoolIsActive(this.ref, call));
  }

  /** Does it have a definition that outlives it? @libvirt virStoragePoolIsPersistent */
  isPersistent(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.storagePoolIsPersistent(this.ref, call));
  }

  /** Does it start with the host? @libvirt virStoragePoolGetAutostart */
  autostart(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.storagePoolGetAutostart(this.ref, call));
  }

  /** @libvirt virStoragePoolSetAutostart */
  setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.storagePoolSetAutostart(this.ref, autostart, call));
  }

  /** The document. @libvirt virStoragePoolGetXMLDesc */
  xml(options?: FlagOptions & { readonly inactive?: boolean }): Promise<string> {
    return this.session.run(options, (call) =>
      this.#driver.storagePoolGetXMLDesc(this.ref, flagsOf(options, { inactive: 1 }), call),
    );
  }

  /** The document as an object. */
  async definition(options?: FlagOptions & { readonly inactive?: boolean }): Promise<StoragePoolDefinition> {
    return definitionOf('storage-pool', await this.xml(options));
  }

  /** @libvirt virStoragePoolListAllVolumes virStoragePoolListVolumes virStoragePoolNumOfVolumes */
  listAllVolumes(options?: FlagOptions): Promise<readonly StorageVol[]> {
    return this.session.run(options, async (call) => {
      const list = await this.#driver.storagePoolListAllVolumes(this.ref, flagsOf(options, {}), call);
      return list.map((ref) => new StorageVol(this.session, ref));
    });
  }

  /** `VIR_ERR_NO_STORAGE_VOL` when there is none. @libvirt virStorageVolLookupByName */
  volLookupByName(name: string, options?: CallOptions): Promise<StorageVol> {
    return this.session.run(options, async (call) => {
      const ref = await this.#driver.storageVolLookupByName(this.ref, name, call);
      return new StorageVol(this.session, ref);
    });
  }

  /**
   * Makes a volume.
   *
   * ```ts
   * const volume = await pool.volCreateXML({ type: 'file', name: 'web.qcow2', capacity: 10 * 1024 ** 3 });
   * ```
   * @libvirt virStorageVolCreateXML
   */
  volCreateXML(xml: DocumentOrObject<'storage-vol'>, options?: StorageVolCreateOptions): Promise<StorageVol> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, volumeCreateFlags);
      const ref = await this.#driver.storageVolCreateXML(this.ref, xml as string, flags, call);
      return new StorageVol(this.session, ref);
    });
  }

  /** Makes a volume with the content of another one, of this pool or another. @libvirt virStorageVolCreateXMLFrom */
  volCreateXMLFrom(
    xml: DocumentOrObject<'storage-vol'>,
    original: StorageVol,
    options?: StorageVolCreateOptions,
  ): Promise<StorageVol> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, volumeCreateFlags);
      const ref = await this.#driver.storageVolCreateXMLFrom(this.ref, xml as string, original.ref, flags, call);
      return new StorageVol(this.session, ref);
    });
  }

  /** Events of this pool alone; see {@link Connection.events}. */
  events<K extends 'pool-lifecycle' | 'pool-refresh' = 'pool-lifecycle' | 'pool-refresh'>(
    options?: EventOptions<K>,
  ): EventStream<ConnectionEvent<K>> {
    const kinds = options?.kinds ?? (['pool-lifecycle', 'pool-refresh'] as unknown as readonly K[]);
    return openEvents(this.session, this.ref, { ...options, kinds });
  }

  get #driver(): FamilyDrivers['storage'] {
    return this.session.families.storage;
  }
}
