import type { Moment, SnapshotFilterFacts } from '@virtweave/core-api/driver-kit';
import type { Definition } from '../documents.ts';

/** Where a snapshot keeps something; `no`: nowhere. */
export type SnapshotLocation = 'no' | 'internal' | 'external' | 'manual';

export interface SnapshotDisk {
  /** Target of the disk, such as `vda`. */
  readonly name: string;
  readonly snapshot: SnapshotLocation;
}

export type SnapshotState = 'shutoff' | 'running' | 'paused' | 'disk-snapshot' | 'blocked' | 'crashed' | 'pmsuspended';

/** A moment to which a guest can return. */
export interface Snapshot extends Moment {
  readonly name: string;
  parent?: string | undefined;
  readonly description?: string;
  readonly state: SnapshotState;
  /** Seconds since the epoch. */
  readonly creationTime: number;
  readonly memory: SnapshotLocation;
  /** Path of the saved memory, when it is external. */
  readonly memoryFile?: string;
  readonly disks: readonly SnapshotDisk[];
  /** The guest as it was; absent in documents of old. */
  readonly definition?: Definition;
  /** Alone, when the definition is absent. */
  readonly domainUuid?: string;
}

/** What the filters of the list calls ask. */
export function snapshotFacts(snapshot: Snapshot): SnapshotFilterFacts {
  const external = snapshot.memory === 'external' || snapshot.disks.some((disk) => disk.snapshot === 'external');
  return {
    state: snapshot.state === 'disk-snapshot' ? 'disk-only' : isOff(snapshot) ? 'inactive' : 'active',
    location: external ? 'external' : 'internal',
  };
}

/** Did nothing run when the snapshot was made? */
export function isOff(snapshot: Snapshot): boolean {
  return snapshot.state === 'shutoff' || snapshot.state === 'disk-snapshot' || snapshot.state === 'crashed';
}
