import { formatDomainSnapshot, type SnapshotState } from '@virtweave/core-conf';
import type { DomainSnapshotRef, HypervisorDriver } from '@virtweave/core-api';
import {
  DomainSnapshotCreateFlags,
  DomainSnapshotDeleteFlags,
  DomainSnapshotXMLFlags,
  DomainState,
} from '@virtweave/core-api/constants';
import { hasFlag, snapshotLookups } from '@virtweave/core-api/driver-kit';
import type { TestDomain } from '../domain/test-domain.ts';
import { snapshotError, testError } from '../errors.ts';
import type { Session } from '../session.ts';
import { newSnapshot, oldSnapshot } from '../snapshot/read.ts';
import { redefineSnapshot } from '../snapshot/redefine.ts';
import { revert, stopForSnapshot } from '../snapshot/revert.ts';
import { snapshotFacts, type Snapshot } from '../snapshot/snapshot.ts';

type Snapshots =
  | 'domainHasCurrentSnapshot'
  | 'domainListAllSnapshots'
  | 'domainRevertToSnapshot'
  | 'domainSnapshotCreateXML'
  | 'domainSnapshotCurrent'
  | 'domainSnapshotDelete'
  | 'domainSnapshotGetParent'
  | 'domainSnapshotGetXMLDesc'
  | 'domainSnapshotHasMetadata'
  | 'domainSnapshotIsCurrent'
  | 'domainSnapshotListAllChildren'
  | 'domainSnapshotLookupByName';

const {
  VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT: makeCurrent,
  VIR_DOMAIN_SNAPSHOT_CREATE_HALT: halt,
  VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE: redefine,
  VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE: validate,
} = DomainSnapshotCreateFlags;
const { VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN: withChildren, VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY: childrenOnly } =
  DomainSnapshotDeleteFlags;

/** Snapshots. */
export function snapshotMembers({ node }: Session): Pick<HypervisorDriver, Snapshots> {
  const { domains } = node;

  const find = (ref: DomainSnapshotRef): { domain: TestDomain; snapshot: Snapshot } => {
    const domain = domains.get(ref.domain);
    return { domain, snapshot: domain.snapshots.get(ref.name) };
  };

  const create = (domain: TestDomain, xml: string, flags: number): Snapshot => {
    const snapshot = newSnapshot(xml, domain.definition, stateOf(domain), hasFlag(flags, validate));
    if (hasFlag(flags, halt) && !domain.persistent)
      throw testError('VIR_ERR_OPERATION_INVALID', 'cannot halt after transient domain snapshot');
    const { current } = domain.snapshots;
    if (current !== undefined) snapshot.parent = current.name;
    domain.snapshots.add(snapshot);
    domain.snapshots.current = snapshot;
    if (hasFlag(flags, halt) && domain.active) stopForSnapshot(node, domain);
    return snapshot;
  };

  return {
    ...snapshotLookups({ holder: (ref) => domains.get(ref), facts: snapshotFacts, errorDomain: 'VIR_FROM_TEST' }),

    async domainSnapshotCreateXML(ref, xml, flags) {
      if (hasFlag(flags, redefine) && hasFlag(flags, halt))
        throw snapshotError(
          'VIR_ERR_INVALID_ARG',
          "Flags 'VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE' and 'VIR_DOMAIN_SNAPSHOT_CREATE_HALT' are mutually exclusive",
        );
      const domain = domains.get(ref);
      if (domain.checkpoints.size > 0)
        throw testError('VIR_ERR_OPERATION_UNSUPPORTED', 'cannot create snapshot while checkpoint exists');
      if (!hasFlag(flags, redefine)) return refOf(domain, create(domain, xml, flags));
      const snapshot = oldSnapshot(xml, hasFlag(flags, validate));
      redefineSnapshot(domain, snapshot);
      if (hasFlag(flags, makeCurrent)) domain.snapshots.current = domain.snapshots.find(snapshot.name);
      return refOf(domain, snapshot);
    },

    async domainSnapshotGetXMLDesc(ref, flags) {
      const secure = hasFlag(flags, DomainSnapshotXMLFlags.VIR_DOMAIN_SNAPSHOT_XML_SECURE);
      const { domain, snapshot } = find(ref);
      return formatDomainSnapshot(snapshot, { secure, domainUuid: domain.uuid });
    },

    async domainRevertToSnapshot(ref, flags) {
      const { domain, snapshot } = find(ref);
      revert(node, domain, snapshot, flags);
    },

    async domainSnapshotDelete(ref, flags) {
      const { domain, snapshot } = find(ref);
      const { snapshots } = domain;
      if (hasFlag(flags, withChildren | childrenOnly)) {
        for (const below of [...snapshots.descendants(snapshot)].reverse()) snapshots.remove(below);
      }
      if (!hasFlag(flags, childrenOnly)) snapshots.remove(snapshot);
    },
  };
}

function refOf(domain: TestDomain, { name }: Snapshot): DomainSnapshotRef {
  return { name, domain: domain.ref };
}

function stateOf(domain: TestDomain): SnapshotState {
  if (!domain.active) return 'shutoff';
  return domain.state === DomainState.VIR_DOMAIN_PAUSED ? 'paused' : 'running';
}
