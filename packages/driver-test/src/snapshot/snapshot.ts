import type { DomainSnapshot, SnapshotState } from '@virtweave/core-conf';
import type { SnapshotFilterFacts } from '@virtweave/core-api/driver-kit';
import { isExternalSnapshot } from '@virtweave/core-conf';
import type { Definition } from '../documents.ts';

/** A moment to which a guest can return. */
export interface Snapshot extends DomainSnapshot {
  name: string;
  state: SnapshotState;
  /** The guest as it was; absent in documents of old. */
  domain?: Definition;
}

/** What the filters of the list calls ask. */
export function snapshotFacts(snapshot: Snapshot): SnapshotFilterFacts {
  return {
    state: snapshot.state === 'disk-snapshot' ? 'disk-only' : isOff(snapshot) ? 'inactive' : 'active',
    location: isExternalSnapshot(snapshot) ? 'external' : 'internal',
  };
}

/** Did nothing run when the snapshot was made? */
export function isOff({ state }: Snapshot): boolean {
  return state === 'shutoff' || state === 'disk-snapshot' || state === 'crashed';
}
