import type { StorageVol as StorageVolDefinition } from '@virtweave/core-conf';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf, sizeOf, wideOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { VirtStream } from '../connection/stream.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { StorageVolumeRef } from '../contract/references.ts';
import type { StoragePool } from './storage-pool.ts';

/** `virStorageVolType` in words. */
export type StorageVolTypeName = 'file' | 'block' | 'dir' | 'network' | 'netdir' | 'ploop';

/** `virStorageVolInfo`; sizes in bytes. */
export interface StorageVolInformation {
  readonly type: StorageVolTypeName;
  readonly capacity: number;
  /** What it takes up; with `physical`, the size of the file or device. */
  readonly allocation: number;
}

export interface StorageVolDeleteOptions extends FlagOptions {
  readonly zeroed?: boolean;
  readonly withSnapshots?: boolean;
}

export interface StorageVolResizeOptions extends FlagOptions {
  /** Reserve the space. */
  readonly allocate?: boolean;
  /** The size given is how much it grows by, or with `shrink` shrinks. */
  readonly delta?: boolean;
  /** Without it, a smaller size is refused. */
  readonly shrink?: boolean;
}

/** Which part of a volume, bytes. */
export interface StorageVolTransferOptions extends FlagOptions {
  /** Default 0. */
  readonly offset?: number | bigint;
  /** Default: to the end. */
  readonly length?: number | bigint;
  /** Send holes as such: see `VirtStream.sendHole` and `VirtStream.parts`. */
  readonly sparse?: boolean;
}

/** `virStorageVolWipeAlgorithm` by name. */
export type WipeAlgorithm =
  | 'zero'
  | 'nnsa'
  | 'dod'
  | 'bsi'
  | 'gutmann'
  | 'schneier'
  | 'pfitzner7'
  | 'pfitzner33'
  | 'random'
  | 'trim';

const algorithms: readonly WipeAlgorithm[] = [
  'zero',
  'nnsa',
  'dod',
  'bsi',
  'gutmann',
  'schneier',
  'pfitzner7',
  'pfitzner33',
  'random',
  'trim',
];
const typeNames: readonly StorageVolTypeName[] = ['file', 'block', 'dir', 'network', 'netdir', 'ploop'];
const deleteFlags = { zeroed: 1, withSnapshots: 2 };
const resizeFlags = { allocate: 1, delta: 2, shrink: 4 };

/**
 * A volume of a storage pool: what a guest has as a disk. Comes from a {@link StoragePool} or, by key or path, from a
 * connection. It holds nothing open and need not be closed.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`; `VIR_ERR_NO_STORAGE_VOL` when the volume is gone.
 */
export class StorageVol extends Handle<StorageVolumeRef> {
  /** @libvirt virStorageVolGetName */
  get name(): string {
    return this.ref.name;
  }

  /** Identifies the volume on all hosts; often its path. @libvirt virStorageVolGetKey */
  get key(): string {
    return this.ref.key;
  }

  /** Where it is: a path of the host. @libvirt virStorageVolGetPath */
  path(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) => this.#driver.storageVolGetPath(this.ref, call));
  }

  /** The pool that it is in. @libvirt virStoragePoolLookupByVolume */
  pool(options?: CallOptions): Promise<StoragePool> {
    return this.session.run(options, async (call) => {
      const ref = await this.#driver.storagePoolLookupByVolume(this.ref, call);
      const { StoragePool } = await import('./storage-pool.ts');
      return new StoragePool(this.session, ref);
    });
  }

  /** Kind and sizes. @libvirt virStorageVolGetInfo virStorageVolGetInfoFlags */
  info(options?: FlagOptions & { readonly physical?: boolean }): Promise<StorageVolInformation> {
    return this.session.run(options, async (call) => {
      const info = await this.#driver.storageVolGetInfoFlags(this.ref, flagsOf(options, { physical: 1 }), call);
      return {
        type: typeNames[info.type] ?? 'file',
        capacity: sizeOf(info.capacity, `the capacity of ${this.name}`),
        allocation: sizeOf(info.allocation, `the allocation of ${this.name}`),
      };
    });
  }

  /** The document. @libvirt virStorageVolGetXMLDesc */
  xml(options?: FlagOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.#driver.storageVolGetXMLDesc(this.ref, flagsOf(options, {}), call),
    );
  }

  /** The document as an object. */
  async definition(options?: FlagOptions): Promise<StorageVolDefinition> {
    return definitionOf('storage-vol', await this.xml(options));
  }

  /** @libvirt virStorageVolDelete */
  delete(options?: StorageVolDeleteOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.#driver.storageVolDelete(this.ref, flagsOf(options, deleteFlags), call),
    );
  }

  /** Overwrites the content. Default: with zeros. @libvirt virStorageVolWipe virStorageVolWipePattern */
  wipe(options?: FlagOptions & { readonly algorithm?: WipeAlgorithm }): Promise<void> {
    return this.session.run(options, (call) => {
      const algorithm = algorithms.indexOf(options?.algorithm ?? 'zero');
      return this.#driver.storageVolWipePattern(this.ref, algorithm, flagsOf(options, {}), call);
    });
  }

  /**
   * Gives it another capacity, bytes.
   *
   * ```ts
   * await volume.resize(1024 ** 3, { delta: true }); // a GiB more
   * ```
   * @libvirt virStorageVolResize
   */
  resize(capacity: number | bigint, options?: StorageVolResizeOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const size = wideOf(capacity, 'the capacity');
      await this.#driver.storageVolResize(this.ref, size, flagsOf(options, resizeFlags), call);
    });
  }

  /**
   * Reads the content.
   *
   * ```ts
   * await pipeline(await volume.download(), createWriteStream('copy.img'));
   * ```
   * @libvirt virStorageVolDownload
   */
  download(options?: StorageVolTransferOptions): Promise<VirtStream> {
    return this.session.run(options, async (call) => {
      const { openStream } = await import('../connection/stream.ts');
      const part = partOf(options);
      const stream = await this.#driver.storageVolDownload(this.ref, ...part, flagsOf(options, { sparse: 1 }), call);
      return openStream(this.session, stream, options?.signal, 'read');
    });
  }

  /**
   * Writes the content: into the stream that it gives. It has arrived when the stream has finished.
   *
   * ```ts
   * await pipeline(createReadStream('disk.img'), await volume.upload());
   * ```
   * @libvirt virStorageVolUpload
   */
  upload(options?: StorageVolTransferOptions): Promise<VirtStream> {
    return this.session.run(options, async (call) => {
      const { openStream } = await import('../connection/stream.ts');
      const part = partOf(options);
      const stream = await this.#driver.storageVolUpload(this.ref, ...part, flagsOf(options, { sparse: 1 }), call);
      return openStream(this.session, stream, options?.signal, 'write');
    });
  }

  get #driver(): FamilyDrivers['storage'] {
    return this.session.families.storage;
  }
}

function partOf(options: StorageVolTransferOptions = {}): readonly [bigint, bigint] {
  return [wideOf(options.offset ?? 0, 'the offset'), wideOf(options.length ?? 0, 'the length')];
}
