import type { StoragePoolRef } from '@virtweave/core-api';
import type { StoragePool, StorageVol } from '@virtweave/core-conf/storage';
import { JobLock } from '@virtweave/core-util';

/** A volume of an active pool. */
export interface Volume {
  definition: StorageVol;
  /** Its content is being made. */
  building: boolean;
  /** So many read it, or write to it. */
  users: number;
}

/** What a look at a pool finds. Sizes in bytes. */
export interface PoolContent {
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly available: bigint;
  /** What became known about the pool itself, such as the permissions of its directory. */
  readonly found?: Pick<StoragePool, 'source' | 'target'>;
  readonly volumes: readonly StorageVol[];
}

/** A pool that is defined, active or both. Definitions are never changed in place. */
export class Pool {
  definition: StoragePool;
  /** What the next start uses, when that is not what is active now. */
  next: StoragePool | undefined;
  persistent = false;
  autostart = false;
  active = false;
  /** Undefined, or stopped while it was transient. */
  removed = false;
  content: Omit<PoolContent, 'volumes'> = { capacity: 0n, allocation: 0n, available: 0n };
  readonly volumes: Map<string, Volume> = new Map<string, Volume>();
  /** Volumes that are being made, or transferred: the pool must stay as it is. */
  asyncJobs = 0;
  readonly lock: JobLock = new JobLock({ timeout: Infinity, errorDomain: 'VIR_FROM_STORAGE' });

  constructor(definition: StoragePool) {
    this.definition = definition;
  }

  get name(): string {
    return this.definition.name;
  }

  get uuid(): string {
    return this.definition.uuid ?? '';
  }

  get ref(): StoragePoolRef {
    return { name: this.name, uuid: this.uuid };
  }

  /** The definition that is stored. */
  get config(): StoragePool {
    return this.next ?? this.definition;
  }

  /** The document of now, with sizes. */
  get described(): StoragePool {
    const { capacity, allocation, available, found } = this.content;
    return { ...this.definition, ...found, capacity, allocation, available };
  }

  /** Takes in what a look has found. */
  fill({ volumes, ...content }: PoolContent): void {
    this.content = content;
    this.volumes.clear();
    for (const definition of volumes) this.volumes.set(definition.name, { definition, building: false, users: 0 });
  }

  /** Forgets what only an active pool has. */
  stopped(): void {
    this.active = false;
    this.volumes.clear();
    this.content = { capacity: 0n, allocation: 0n, available: 0n };
    if (this.next !== undefined) this.definition = this.next;
    this.next = undefined;
  }

  /** The space that a volume took or gave back, until the next look tells exactly. */
  took(bytes: bigint): void {
    const { allocation, available, ...rest } = this.content;
    const most = (value: bigint): bigint => (value < 0n ? 0n : value);
    this.content = { ...rest, allocation: most(allocation + bytes), available: most(available - bytes) };
  }
}
