import { VirtError, type ErrorCode } from '@virtweave/core-util/errors';
import { checkAbiStability } from '../domain/abi/check.ts';
import { alignSnapshotDisks } from './align.ts';
import type { OverlayOptions } from './overlay-names.ts';
import type { DomainSnapshot } from './snapshot.ts';

export interface RedefineSnapshotOptions extends OverlayOptions {
  /** UUID of the guest that the snapshot belongs to. */
  readonly domainUuid: string;
  /** The snapshot of the same name that is there. */
  readonly old?: DomainSnapshot;
  /** `VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY`. */
  readonly diskOnly?: boolean;
}

/** Is the memory, or any disk, kept outside of the guest's images? */
export function isExternalSnapshot({ memory, disks = [] }: DomainSnapshot): boolean {
  return memory?.snapshot === 'external' || disks.some(({ snapshot }) => snapshot === 'external');
}

/**
 * Checks that a document may take the place of what is known of a snapshot, fills in what only the old one has, and aligns
 * the disks (`virDomainSnapshotRedefinePrep`).
 */
export function prepareSnapshotRedefinition(snapshot: DomainSnapshot, options: RedefineSnapshotOptions): void {
  const { name = '', state, domain } = snapshot;
  const { old, domainUuid } = options;
  if (options.diskOnly === true && state !== 'disk-snapshot')
    throw refuse(`disk-only flag for snapshot ${name} requires disk-snapshot state`);
  if (domain !== undefined && domain.uuid !== domainUuid)
    throw refuse(`definition for snapshot ${name} must use uuid ${domainUuid}`);
  if (old !== undefined) {
    if (isOnline(old) !== isOnline(snapshot))
      throw refuse(`cannot change between online and offline snapshot state in snapshot ${name}`);
    if ((old.state === 'disk-snapshot') !== (state === 'disk-snapshot'))
      throw refuse(`cannot change between disk only and full system in snapshot ${name}`);
    if (old.domain !== undefined) {
      if (domain !== undefined) checkAbiStability(old.domain, domain);
      else snapshot.domain = old.domain;
    }
  }
  if (snapshot.domain === undefined) throw refuse('missing domain in snapshot', 'VIR_ERR_INTERNAL_ERROR');
  const external = state === 'disk-snapshot' || isExternalSnapshot(snapshot);
  alignSnapshotDisks(snapshot, {
    ...options,
    domain: snapshot.domain,
    location: external ? 'external' : 'internal',
    uniform: !external,
  });
}

function isOnline({ state }: DomainSnapshot): boolean {
  return state === 'running' || state === 'paused';
}

function refuse(detail: string, code: ErrorCode = 'VIR_ERR_INVALID_ARG'): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_DOMAIN_SNAPSHOT' });
}
