import { flagsOf, sizeOf, wideOf } from '../connection/numbers.ts';
import { parameters, typedParams, type Parameters } from '../connection/parameters.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import { impactFlags, type ImpactOptions } from './description.ts';
import { blockCopyTypes, ioTuneTypes } from './parameter-types.ts';
import { DomainTuning } from './tuning.ts';

/** `virDomainBlockJobType` in words. */
export type BlockJobTypeName = 'unknown' | 'pull' | 'copy' | 'commit' | 'active-commit' | 'backup';

/** A job that runs on a disk. */
export interface BlockJob {
  readonly type: BlockJobTypeName;
  /** MiB/s, or with `bandwidthBytes` bytes/s; 0: no limit. */
  readonly bandwidth: number;
  /** How far it is, in units of its own: done when `current` is `end`. */
  readonly current: bigint;
  readonly end: bigint;
}

/** Bandwidth of a block job. */
export interface BandwidthOptions extends FlagOptions {
  /** MiB/s, or with `bandwidthBytes` bytes/s. Default: no limit. */
  readonly bandwidth?: number | bigint;
  readonly bandwidthBytes?: boolean;
}

export interface BlockCommitOptions extends BandwidthOptions {
  /** Commit into this image. Default: the lowest one. */
  readonly base?: string;
  /** Commit from this image on. Default: the one in use, which needs `active`. */
  readonly top?: string;
  /** Only one step: into the image below `top`. */
  readonly shallow?: boolean;
  /** Delete the images that are no longer needed. */
  readonly delete?: boolean;
  readonly active?: boolean;
  readonly relative?: boolean;
}

export interface BlockRebaseOptions extends BandwidthOptions {
  /** Keep this image as the one below. Default: none. */
  readonly base?: string;
  readonly shallow?: boolean;
  readonly reuseExternal?: boolean;
  readonly copyRaw?: boolean;
  readonly copy?: boolean;
  readonly relative?: boolean;
  readonly copyDevice?: boolean;
}

export interface BlockCopyOptions extends FlagOptions {
  readonly shallow?: boolean;
  readonly reuseExternal?: boolean;
  /** Make no entry in the definition: the copy ends with the guest. */
  readonly transientJob?: boolean;
  readonly synchronousWrites?: boolean;
  /** Bytes/s. */
  readonly bandwidth?: number | bigint;
  /** Bytes, a power of two. */
  readonly granularity?: number;
  /** Bytes */
  readonly bufferSize?: number | bigint;
}

/** A disk in trouble. */
export interface DiskErrorInformation {
  readonly disk: string;
  readonly error: 'none' | 'unspecified' | 'no-space';
}

const jobTypes: readonly BlockJobTypeName[] = ['unknown', 'pull', 'copy', 'commit', 'active-commit', 'backup'];
const diskErrors: readonly DiskErrorInformation['error'][] = ['none', 'unspecified', 'no-space'];
const commitFlags = { shallow: 1, delete: 2, active: 4, relative: 8, bandwidthBytes: 16 };
const rebaseFlags = {
  shallow: 1,
  reuseExternal: 2,
  copyRaw: 4,
  copy: 8,
  relative: 16,
  copyDevice: 32,
  bandwidthBytes: 64,
};
const copyFlags = { shallow: 1, reuseExternal: 2, transientJob: 4, synchronousWrites: 8 };

/** Disks while in use: size, jobs, throttling. A disk is named by its target (`vda`) or path. */
export class DomainBlock extends DomainTuning {
  /** Gives a disk another size, bytes. @libvirt virDomainBlockResize */
  blockResize(
    disk: string,
    size: number | bigint,
    options?: FlagOptions & { readonly capacity?: boolean },
  ): Promise<void> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { capacity: 2 }) | 1; // BYTES: libvirt's default unit is KiB
      await this.hypervisor.domainBlockResize(this.ref, disk, wideOf(size, 'the size'), flags >>> 0, call);
    });
  }

  /** The disk's content as the guest sees it, at most 64 KiB at a time. @libvirt virDomainBlockPeek */
  blockPeek(disk: string, offset: number | bigint, size: number, options?: FlagOptions): Promise<Uint8Array> {
    return this.session.run(options, async (call) =>
      this.hypervisor.domainBlockPeek(this.ref, disk, wideOf(offset, 'the offset'), size, flagsOf(options, {}), call),
    );
  }

  /** The guest's memory at an address; `virtual` or `physical` must be said. @libvirt virDomainMemoryPeek */
  memoryPeek(
    address: number | bigint,
    size: number,
    options: FlagOptions & { readonly virtual?: boolean; readonly physical?: boolean },
  ): Promise<Uint8Array> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { virtual: 1, physical: 2 });
      return this.hypervisor.domainMemoryPeek(this.ref, wideOf(address, 'the address'), size, flags, call);
    });
  }

  /** Moves the content of an image into one below it. @libvirt virDomainBlockCommit */
  blockCommit(disk: string, options?: BlockCommitOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const { base, top, bandwidth = 0 } = options ?? {};
      const speed = wideOf(bandwidth, 'the bandwidth');
      await this.hypervisor.domainBlockCommit(this.ref, disk, base, top, speed, flagsOf(options, commitFlags), call);
    });
  }

  /** Fetches what lies in the images below into the one in use. @libvirt virDomainBlockPull */
  blockPull(disk: string, options?: BandwidthOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const speed = wideOf(options?.bandwidth ?? 0, 'the bandwidth');
      await this.hypervisor.domainBlockPull(this.ref, disk, speed, flagsOf(options, { bandwidthBytes: 64 }), call);
    });
  }

  /** Fetches what lies above `base`, or copies; `blockPull` and `blockCopy` say more. @libvirt virDomainBlockRebase */
  blockRebase(disk: string, options?: BlockRebaseOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const speed = wideOf(options?.bandwidth ?? 0, 'the bandwidth');
      const flags = flagsOf(options, rebaseFlags);
      await this.hypervisor.domainBlockRebase(this.ref, disk, options?.base, speed, flags, call);
    });
  }

  /** Copies a disk to the place that a `<disk>` element describes, and keeps the copy alike. @libvirt virDomainBlockCopy */
  blockCopy(disk: string, xml: string, options?: BlockCopyOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const { bandwidth, granularity, bufferSize } = options ?? {};
      const values = {
        ...(bandwidth !== undefined && { bandwidth }),
        ...(granularity !== undefined && { granularity }),
        ...(bufferSize !== undefined && { 'buf-size': bufferSize }),
      };
      const params = typedParams(values, blockCopyTypes);
      await this.hypervisor.domainBlockCopy(this.ref, disk, xml, params, flagsOf(options, copyFlags), call);
    });
  }

  /** The job that runs on a disk; undefined when none does. @libvirt virDomainGetBlockJobInfo */
  blockJob(disk: string, options?: FlagOptions & { readonly bandwidthBytes?: boolean }): Promise<BlockJob | undefined> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { bandwidthBytes: 1 });
      const info = await this.hypervisor.domainGetBlockJobInfo(this.ref, disk, flags, call);
      if (info === undefined) return undefined;
      return {
        type: jobTypes[info.type] ?? 'unknown',
        bandwidth: sizeOf(info.bandwidth, 'the bandwidth'),
        current: info.cur,
        end: info.end,
      };
    });
  }

  /** Ends a disk's job; with `pivot` the guest goes on with the copy. @libvirt virDomainBlockJobAbort */
  abortBlockJob(
    disk: string,
    options?: FlagOptions & { readonly async?: boolean; readonly pivot?: boolean },
  ): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainBlockJobAbort(this.ref, disk, flagsOf(options, { async: 1, pivot: 2 }), call),
    );
  }

  /** Limits a disk's job: MiB/s, or with `bandwidthBytes` bytes/s; 0: no limit. @libvirt virDomainBlockJobSetSpeed */
  setBlockJobSpeed(
    disk: string,
    bandwidth: number | bigint,
    options?: FlagOptions & { readonly bandwidthBytes?: boolean },
  ): Promise<void> {
    return this.session.run(options, async (call) => {
      const speed = wideOf(bandwidth, 'the bandwidth');
      const flags = flagsOf(options, { bandwidthBytes: 1 });
      await this.hypervisor.domainBlockJobSetSpeed(this.ref, disk, speed, flags, call);
    });
  }

  /** Limits of a disk, or (none named) of all new ones: `{ total_bytes_sec: 1000000n, ... }`. @libvirt virDomainGetBlockIoTune */
  blockIoTune(disk?: string, options?: ImpactOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.hypervisor.domainGetBlockIoTune(this.ref, disk, flagsOf(options, impactFlags), call)),
    );
  }

  /** @libvirt virDomainSetBlockIoTune */
  setBlockIoTune(disk: string, values: Parameters, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, ioTuneTypes);
      await this.hypervisor.domainSetBlockIoTune(this.ref, disk, params, flagsOf(options, impactFlags), call);
    });
  }

  /** Makes or changes a group whose disks share limits. @libvirt virDomainSetThrottleGroup */
  setThrottleGroup(group: string, values: Parameters, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, ioTuneTypes);
      await this.hypervisor.domainSetThrottleGroup(this.ref, group, params, flagsOf(options, impactFlags), call);
    });
  }

  /** @libvirt virDomainDelThrottleGroup */
  deleteThrottleGroup(group: string, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainDelThrottleGroup(this.ref, group, flagsOf(options, impactFlags), call),
    );
  }

  /** Tells by a `block-threshold` event when a disk's image has grown to so many bytes. @libvirt virDomainSetBlockThreshold */
  setBlockThreshold(disk: string, bytes: number | bigint, options?: FlagOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const threshold = wideOf(bytes, 'the threshold');
      await this.hypervisor.domainSetBlockThreshold(this.ref, disk, threshold, flagsOf(options, {}), call);
    });
  }

  /** Disks whose last request failed. @libvirt virDomainGetDiskErrors */
  diskErrors(options?: CallOptions): Promise<readonly DiskErrorInformation[]> {
    return this.session.run(options, async (call) => {
      const list = await this.hypervisor.domainGetDiskErrors(this.ref, 0, call);
      return list.map(({ disk, error }) => ({ disk, error: diskErrors[error] ?? 'unspecified' }));
    });
  }
}
