import type { SnapshotFilterFacts } from '@virtweave/core-api/driver-kit';
import { isExternalSnapshot, type DomainSnapshot, type SnapshotState } from '@virtweave/core-conf';
import { VirtError, type ErrorCode } from '@virtweave/core-util';

/** A moment to which a guest can return. */
export interface QemuSnapshot extends DomainSnapshot {
  name: string;
  state: SnapshotState;
}

/** What the filters of the lists ask. */
export function snapshotFacts(snapshot: QemuSnapshot): SnapshotFilterFacts {
  return {
    state: snapshot.state === 'disk-snapshot' ? 'disk-only' : isOff(snapshot) ? 'inactive' : 'active',
    location: isExternalSnapshot(snapshot) ? 'external' : 'internal',
  };
}

/** Did nothing run when the snapshot was made? */
export function isOff({ state }: QemuSnapshot): boolean {
  return state === 'shutoff' || state === 'disk-snapshot' || state === 'crashed';
}

/** Targets of the disks whose images hold the snapshot. */
export function internalDisks({ disks = [] }: QemuSnapshot): readonly string[] {
  return disks.flatMap(({ name, snapshot }) => (snapshot === 'internal' ? [name] : []));
}

export function refused(code: ErrorCode, detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_QEMU' });
}
