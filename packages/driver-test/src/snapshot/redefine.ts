import { prepareSnapshotRedefinition } from '@virtweave/core-conf';
import type { TestDomain } from '../domain/test-domain.ts';
import { domainError } from '../errors.ts';
import { noFile } from './read.ts';
import type { Snapshot } from './snapshot.ts';

/** Adds a snapshot to the tree of a guest's snapshots, in libvirt's words when it does not fit. */
export function addSnapshot(domain: TestDomain, snapshot: Snapshot): void {
  const { snapshots } = domain;
  if (snapshots.find(snapshot.name) !== undefined)
    throw domainError('VIR_ERR_OPERATION_FAILED', `domain moment ${snapshot.name} already exists`);
  checkParent(domain, snapshot);
  snapshots.add(snapshot);
}

/** Puts what a document says in place of a snapshot, or adds it where there was none. */
export function redefineSnapshot(domain: TestDomain, snapshot: Snapshot): void {
  const { snapshots } = domain;
  const old = snapshots.find(snapshot.name);
  prepareSnapshotRedefinition(snapshot, { domainUuid: domain.uuid, isRegularFile: noFile, ...(old && { old }) });
  if (old === undefined) {
    addSnapshot(domain, snapshot);
    return;
  }
  checkParent(domain, snapshot);
  const current = snapshots.current?.name;
  // Those below keep their place: they are taken out and put back below the new one.
  const below = snapshots.descendants(old).map((one) => ({ one, parent: one.parent }));
  for (const { one } of [...below].reverse()) snapshots.remove(one);
  snapshots.remove(old);
  snapshots.add(snapshot);
  for (const { one, parent } of below) {
    if (parent !== undefined) one.parent = parent;
    snapshots.add(one);
  }
  snapshots.current = current === undefined ? undefined : snapshots.find(current);
}

function checkParent({ snapshots }: TestDomain, { name, parent }: Snapshot): void {
  if (parent === undefined) return;
  if (parent === name) throw domainError('VIR_ERR_INVALID_ARG', `cannot set moment ${name} as its own parent`);
  const found = snapshots.find(parent);
  if (found === undefined) throw domainError('VIR_ERR_INVALID_ARG', `parent ${parent} for moment ${name} not found`);
  for (let above = snapshots.parentOf(found); above !== undefined; above = snapshots.parentOf(above)) {
    if (above.name === name) throw domainError('VIR_ERR_INVALID_ARG', `parent ${parent} would create cycle to ${name}`);
  }
}
