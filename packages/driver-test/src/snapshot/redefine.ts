import { prepareSnapshotRedefinition } from '@virtweave/core-conf';
import type { TestDomain } from '../domain/test-domain.ts';
import { noFile } from './read.ts';
import type { Snapshot } from './snapshot.ts';

/** Puts what a document says in place of a snapshot, or adds it where there was none. */
export function redefineSnapshot({ snapshots, uuid }: TestDomain, snapshot: Snapshot): void {
  const old = snapshots.find(snapshot.name);
  prepareSnapshotRedefinition(snapshot, { domainUuid: uuid, isRegularFile: noFile, ...(old && { old }) });
  snapshots.put(snapshot);
}
